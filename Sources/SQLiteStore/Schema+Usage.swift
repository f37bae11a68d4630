extension Schema {
    /// What was reserved and used. Intervals and sessions that are over stay as they are; the one of each server that goes
    /// on is a row of its own, which is written anew and becomes an interval when it ends.
    static let usage =
        """
        CREATE TABLE usage_intervals (
            id INTEGER PRIMARY KEY,
            \(usageColumns),
            CHECK (ended_at >= began_at)
        ) STRICT;
        CREATE INDEX usage_intervals_time ON usage_intervals (ended_at);
        CREATE INDEX usage_intervals_server ON usage_intervals (server, ended_at);
        CREATE TRIGGER usage_intervals_apart BEFORE INSERT ON usage_intervals
        WHEN EXISTS (SELECT 1 FROM usage_intervals
            WHERE server = NEW.server AND ended_at > NEW.began_at AND began_at < NEW.ended_at)
        BEGIN SELECT RAISE(ABORT, 'intervals of one server never overlap'); END;
        CREATE TABLE usage_open (
            \(usageColumns),
            state TEXT NOT NULL CHECK (json_valid(state)),
            PRIMARY KEY (server)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE usage_sessions (
            id INTEGER PRIMARY KEY,
            server TEXT NOT NULL REFERENCES servers (id),
            generation INTEGER NOT NULL CHECK (generation > 0),
            \(usageSubject),
            began_at INTEGER NOT NULL,
            started_at INTEGER,
            ended_at INTEGER NOT NULL,
            lasted INTEGER NOT NULL CHECK (lasted >= 0),
            reason TEXT NOT NULL CHECK (reason <> ''),
            is_raised INTEGER NOT NULL CHECK (is_raised IN (0, 1)),
            is_resized INTEGER NOT NULL CHECK (is_resized IN (0, 1)),
            has_request INTEGER NOT NULL CHECK (has_request IN (0, 1)),
            ran_out_of_memory INTEGER NOT NULL CHECK (ran_out_of_memory IN (0, 1)),
            peak_memory INTEGER,
            peak_cores REAL,
            default_memory INTEGER,
            default_cpu INTEGER,
            UNIQUE (server, generation)
        ) STRICT;
        CREATE INDEX usage_sessions_time ON usage_sessions (ended_at);
        """ + ["usage_intervals", "usage_sessions"].map(appendOnly).joined()

    /// `cpu_reserve` and `cpu_burst` in thousandths of a core, `cpu` in microseconds, `memory_time` in byte-seconds.
    private static let usageColumns = """
        server TEXT NOT NULL REFERENCES servers (id),
        generation INTEGER NOT NULL CHECK (generation > 0),
        \(usageSubject),
        cpu_reserve INTEGER NOT NULL CHECK (cpu_reserve >= 0),
        cpu_burst INTEGER NOT NULL CHECK (cpu_burst >= 0),
        memory INTEGER NOT NULL CHECK (memory >= 0),
        gpus INTEGER NOT NULL CHECK (gpus >= 0),
        began_at INTEGER NOT NULL,
        ended_at INTEGER NOT NULL,
        cpu INTEGER NOT NULL CHECK (cpu >= 0),
        memory_time REAL NOT NULL CHECK (memory_time >= 0),
        peak_memory INTEGER,
        peak_cores REAL
        """

    private static let usageSubject = """
        owner TEXT NOT NULL CHECK (owner <> ''),
        name TEXT NOT NULL,
        groups TEXT NOT NULL CHECK (json_valid(groups) AND json_type(groups) = 'array'),
        profile TEXT NOT NULL,
        node TEXT NOT NULL CHECK (node <> ''),
        image TEXT
        """
}
