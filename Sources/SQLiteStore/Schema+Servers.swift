import GRDB

extension Schema {
    /// Gives servers a display name and options for the next launch, and lets them be removed: the row of one that is gone
    /// stays for its history, and its name is free.
    @Sendable
    static func nameServers(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE new_servers (
                    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
                    owner TEXT NOT NULL REFERENCES users (name),
                    name TEXT NOT NULL CHECK (length(name) <= 32),
                    display_name TEXT CHECK (length(display_name) BETWEEN 1 AND 100),
                    uid INTEGER NOT NULL CHECK (uid BETWEEN 1 AND 4294967294),
                    generation INTEGER NOT NULL CHECK (generation >= 0),
                    desired TEXT NOT NULL CHECK (desired IN ('running', 'stopped', 'removed')),
                    stop_reason TEXT CHECK (stop_reason IS NULL OR json_valid(stop_reason)),
                    options TEXT NOT NULL CHECK (json_valid(options)),
                    spec TEXT CHECK (spec IS NULL OR json_valid(spec)),
                    created_at INTEGER NOT NULL,
                    launched_at INTEGER,
                    removed_at INTEGER,
                    CHECK ((desired = 'running') = (stop_reason IS NULL)),
                    CHECK (generation = 0 OR (spec IS NOT NULL AND launched_at IS NOT NULL)),
                    CHECK (removed_at IS NULL OR desired = 'removed')
                ) STRICT;
                INSERT INTO new_servers
                    SELECT id, owner, name, NULL, uid, generation, desired, stop_reason,
                        coalesce(json_extract(spec, '$.options'), '{}'), spec, created_at, launched_at, NULL
                    FROM servers;
                DROP TABLE servers;
                ALTER TABLE new_servers RENAME TO servers;
                CREATE UNIQUE INDEX servers_key ON servers (owner, name) WHERE removed_at IS NULL;
                """)
    }
}
