extension Schema {
    /// Passwords, and what a session is told apart by.
    static let accounts = """
        CREATE TABLE passwords (
            user TEXT PRIMARY KEY NOT NULL REFERENCES users (name) ON DELETE CASCADE,
            hash TEXT NOT NULL CHECK (hash GLOB 'scrypt$*'),
            changed_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE sessions ADD COLUMN browser TEXT;
        ALTER TABLE sessions ADD COLUMN last_seen INTEGER;
        """
}
