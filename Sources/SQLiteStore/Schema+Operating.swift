extension Schema {
    /// What was asked for with what the audit log tells, and a way to its days.
    static let auditParameters = """
        ALTER TABLE audit ADD COLUMN parameters TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(parameters));
        CREATE INDEX audit_at ON audit (at);
        """

    /// What admins said of the hub as a whole, one of each kind at most.
    static let announcements = """
        CREATE TABLE announcements (
            kind TEXT PRIMARY KEY NOT NULL CHECK (kind IN ('drain', 'broadcast')),
            value TEXT NOT NULL CHECK (json_valid(value))
        ) STRICT, WITHOUT ROWID;
        """
}
