extension Schema {
    /// What was asked of running servers, and what became of it. The newest of a server is the one that counts; one that
    /// is not settled and has a later one, or whose generation is over, was overtaken.
    static let resizes = """
        CREATE TABLE resizes (
            server TEXT NOT NULL REFERENCES servers (id),
            revision INTEGER NOT NULL CHECK (revision > 0),
            generation INTEGER NOT NULL CHECK (generation > 0),
            target TEXT NOT NULL CHECK (json_valid(target)),
            asked TEXT NOT NULL CHECK (json_valid(asked)),
            before TEXT NOT NULL CHECK (json_valid(before)),
            principal TEXT NOT NULL CHECK (principal <> ''),
            at INTEGER NOT NULL,
            failures INTEGER NOT NULL CHECK (failures >= 0),
            retry_at INTEGER,
            settled_at INTEGER,
            code TEXT CHECK (code IS NULL OR (code <> '' AND settled_at IS NOT NULL)),
            message TEXT,
            PRIMARY KEY (server, revision),
            CHECK ((failures = 0) = (retry_at IS NULL)),
            CHECK ((code IS NULL) = (message IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER resizes_no_delete BEFORE DELETE ON resizes
        BEGIN SELECT RAISE(ABORT, 'resizes are kept'); END;
        CREATE TRIGGER resizes_stay_settled BEFORE UPDATE ON resizes WHEN OLD.settled_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a settled resize stays as it is'); END;
        CREATE TRIGGER resizes_stay_asked
        BEFORE UPDATE OF server, revision, generation, target, asked, before, principal, at ON resizes
        BEGIN SELECT RAISE(ABORT, 'what was asked for stays as it was'); END;
        """
}
