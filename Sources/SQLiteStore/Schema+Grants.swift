extension Schema {
    /// What admission gave each server's latest generation.
    static let grants = """
        ALTER TABLE status ADD COLUMN granted TEXT CHECK (granted IS NULL OR json_valid(granted));
        """
}
