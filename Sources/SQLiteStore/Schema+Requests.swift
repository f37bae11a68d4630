extension Schema {
    /// Requests for more than a profile's ceiling. What was denied or withdrawn stays so.
    static let resourceRequests = """
        CREATE TABLE requests (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            owner TEXT NOT NULL REFERENCES users (name),
            server TEXT NOT NULL CHECK (length(server) <= 32),
            profile TEXT CHECK (profile <> ''),
            cpu INTEGER CHECK (cpu > 0),
            memory INTEGER CHECK (memory > 0),
            duration INTEGER NOT NULL CHECK (duration > 0),
            reason TEXT NOT NULL CHECK (length(reason) <= 500),
            asked_by TEXT NOT NULL CHECK (asked_by <> ''),
            created_at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'denied', 'withdrawn', 'ended')),
            detail TEXT NOT NULL CHECK (json_valid(detail)),
            is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
            CHECK (cpu IS NOT NULL OR memory IS NOT NULL),
            CHECK (is_open = 1 OR state NOT IN ('pending', 'approved')),
            CHECK (is_open = 0 OR state NOT IN ('denied', 'withdrawn'))
        ) STRICT;
        CREATE INDEX requests_owner ON requests (owner, number);
        CREATE INDEX requests_open ON requests (owner, number) WHERE is_open = 1;
        CREATE TRIGGER requests_stay_decided BEFORE UPDATE ON requests WHEN OLD.state IN ('denied', 'withdrawn')
        BEGIN SELECT RAISE(ABORT, 'a request that is decided stays as it is'); END;
        """
}
