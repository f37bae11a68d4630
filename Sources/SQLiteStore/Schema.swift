import GRDB

/// The tables, by migrations that are never edited once released. SQLite checks what it can: strict types, foreign keys,
/// value checks, and triggers that keep history append-only.
enum Schema {
    /// Marks a file as Berth's own: "BRTH" as SQLite's application id.
    static let applicationID = 0x4252_5448

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            for sql in [meta, people, credentials, servers, status, history] { try db.execute(sql: sql) }
        }
        migrator.registerMigration("servers that are named and removed", migrate: Self.nameServers)
        migrator.registerMigration("when servers were used", migrate: Self.keepUses)
        migrator.registerMigration("accounts") { db in try db.execute(sql: accounts) }
        migrator.registerMigration("standing of accounts") { db in try db.execute(sql: standing) }
        migrator.registerMigration("policy of groups") { db in try db.execute(sql: groupPolicy) }
        migrator.registerMigration("images that were pulled") { db in try db.execute(sql: images) }
        migrator.registerMigration("resizes") { db in try db.execute(sql: resizes) }
        migrator.registerMigration("what ran out of memory") { db in try db.execute(sql: memory) }
        migrator.registerMigration("activity of servers") { db in try db.execute(sql: activity) }
        migrator.registerMigration("requests for more") { db in try db.execute(sql: resourceRequests) }
        migrator.registerMigration("what admission reserved") { db in try db.execute(sql: reservations) }
        migrator.registerMigration("what passed of being idle") { db in try db.execute(sql: idle) }
        migrator.registerMigration("ledger of use") { db in try db.execute(sql: usage) }
        migrator.registerMigration("parameters in the audit log") { db in try db.execute(sql: auditParameters) }
        migrator.registerMigration("drain and broadcast") { db in try db.execute(sql: announcements) }
        return migrator
    }

    private static let meta = """
        CREATE TABLE meta (
            key TEXT PRIMARY KEY NOT NULL CHECK (key <> ''),
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let people = """
        CREATE TABLE users (
            name TEXT PRIMARY KEY NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
            is_admin INTEGER NOT NULL CHECK (is_admin IN (0, 1)),
            uid INTEGER NOT NULL CHECK (uid BETWEEN 1 AND 4294967294),
            shares_uid INTEGER NOT NULL CHECK (shares_uid IN (0, 1)),
            created_at INTEGER NOT NULL,
            last_activity INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX users_uid ON users (uid) WHERE shares_uid = 0;
        CREATE TABLE groups (
            name TEXT PRIMARY KEY NOT NULL CHECK (name <> '')
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE memberships (
            user TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
            in_group TEXT NOT NULL REFERENCES groups (name) ON DELETE CASCADE,
            PRIMARY KEY (user, in_group)
        ) STRICT, WITHOUT ROWID;
        """

    private static let credentials = """
        CREATE TABLE tokens (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
            user TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
            scopes TEXT CHECK (scopes IS NULL OR json_valid(scopes)),
            note TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            last_activity INTEGER
        ) STRICT;
        CREATE INDEX tokens_user ON tokens (user);
        CREATE TABLE sessions (
            id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
            hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
            user TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            address TEXT,
            revoked_at INTEGER CHECK (revoked_at IS NULL OR revoked_at < expires_at)
        ) STRICT;
        CREATE INDEX sessions_user ON sessions (user);
        CREATE TRIGGER sessions_stay_revoked BEFORE UPDATE ON sessions WHEN OLD.revoked_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a revoked session stays as it is'); END;
        CREATE TABLE login_links (
            hash TEXT PRIMARY KEY NOT NULL CHECK (length(hash) = 64),
            user TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
            expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let servers = """
        CREATE TABLE servers (
            id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
            owner TEXT NOT NULL REFERENCES users (name),
            name TEXT NOT NULL CHECK (length(name) <= 32),
            uid INTEGER NOT NULL CHECK (uid BETWEEN 1 AND 4294967294),
            generation INTEGER NOT NULL CHECK (generation >= 0),
            desired TEXT NOT NULL CHECK (desired IN ('running', 'stopped')),
            stop_reason TEXT CHECK (stop_reason IS NULL OR json_valid(stop_reason)),
            spec TEXT CHECK (spec IS NULL OR json_valid(spec)),
            created_at INTEGER NOT NULL,
            launched_at INTEGER,
            UNIQUE (owner, name),
            CHECK ((desired = 'stopped') = (stop_reason IS NOT NULL)),
            CHECK (generation = 0 OR (spec IS NOT NULL AND launched_at IS NOT NULL))
        ) STRICT;
        """

    private static let status = """
        CREATE TABLE status (
            server TEXT PRIMARY KEY NOT NULL REFERENCES servers (id),
            generation INTEGER NOT NULL CHECK (generation > 0),
            node TEXT NOT NULL CHECK (node <> ''),
            phase TEXT NOT NULL CHECK (phase IN
                ('accepted', 'launched', 'startInitiated', 'started', 'killInitiated', 'finished')),
            since INTEGER NOT NULL,
            reason TEXT CHECK (reason IS NULL OR json_valid(reason)),
            message TEXT,
            image TEXT,
            container TEXT,
            epoch TEXT,
            container_started_at INTEGER,
            endpoint_host TEXT,
            endpoint_port INTEGER CHECK (endpoint_port BETWEEN 1 AND 65535),
            healthy INTEGER NOT NULL CHECK (healthy IN (0, 1)),
            failures INTEGER NOT NULL CHECK (failures >= 0),
            retry_at INTEGER,
            stop_attempts INTEGER NOT NULL CHECK (stop_attempts >= 0),
            missing_since INTEGER,
            CHECK ((endpoint_host IS NULL) = (endpoint_port IS NULL)),
            CHECK (phase <> 'finished' OR reason IS NOT NULL)
        ) STRICT;
        """

    private static let history = """
        CREATE TABLE events (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            server TEXT NOT NULL REFERENCES servers (id),
            generation INTEGER NOT NULL CHECK (generation >= 0),
            at INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind <> ''),
            message TEXT NOT NULL
        ) STRICT;
        CREATE INDEX events_server ON events (server, id);
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            principal TEXT NOT NULL CHECK (principal <> ''),
            address TEXT,
            action TEXT NOT NULL CHECK (action <> ''),
            target TEXT NOT NULL,
            result TEXT NOT NULL
        ) STRICT;
        """
        + ["events", "audit"].map(appendOnly).joined()

    static func appendOnly(_ table: String) -> String {
        ["UPDATE", "DELETE"].map { verb in
            """
            CREATE TRIGGER \(table)_no_\(verb.lowercased()) BEFORE \(verb) ON \(table)
            BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END;
            """
        }.joined()
    }
}
