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

    /// How an account stands; since when what was authorised for it before counts no more; and tokens that stay known as
    /// revoked for a while. The row of an account that is gone stays for the history of its servers, and its name is free.
    static let standing = """
        ALTER TABLE users ADD COLUMN standing TEXT NOT NULL DEFAULT 'active'
            CHECK (standing IN ('active', 'disabled', 'leaving', 'purging', 'gone'));
        ALTER TABLE users ADD COLUMN cut_at INTEGER;
        ALTER TABLE tokens ADD COLUMN revoked_at INTEGER;
        """

    /// What holds for a group's members, and what others keep with it.
    static let groupPolicy = """
        ALTER TABLE groups ADD COLUMN policy TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(policy));
        ALTER TABLE groups ADD COLUMN properties TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(properties));
        """
}
