extension Schema {
    /// What admission gave each server's latest generation.
    static let reservations = """
        ALTER TABLE status ADD COLUMN reservation TEXT CHECK (reservation IS NULL OR json_valid(reservation));
        """
}
