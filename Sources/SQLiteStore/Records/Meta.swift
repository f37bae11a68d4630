import GRDB

/// Single facts about this store, by key.
enum Meta {
    enum Key: String {
        /// The instance id.
        case instance
        /// The highest user id ever given to one account.
        case highestUID = "highest_uid"
        /// In backups alone: the instance key, in base64.
        case instanceKey = "instance_key"
        /// In backups alone: when they were made, in microseconds.
        case backedUpAt = "backed_up_at"
    }

    static func value(_ key: Key, _ db: Database) throws -> String? {
        try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key.rawValue])
    }

    static func set(_ key: Key, _ value: String, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            arguments: [key.rawValue, value])
    }

    static func remove(_ key: Key, _ db: Database) throws {
        try db.execute(sql: "DELETE FROM meta WHERE key = ?", arguments: [key.rawValue])
    }
}
