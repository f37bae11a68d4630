/// The news that keeps a page true, from the state on that it was drawn from.
struct PageNews {
    /// The stream's path.
    let events: String
    /// The name of the state: when the news begins with the same, there is nothing to draw anew. Nil where that is not known.
    let edition: String?
}
