extension Schema {
    /// The images that Berth pulled.
    static let images = """
        CREATE TABLE pulled_images (
            digest TEXT PRIMARY KEY NOT NULL CHECK (digest <> ''),
            reference TEXT NOT NULL CHECK (reference <> ''),
            pulled_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
