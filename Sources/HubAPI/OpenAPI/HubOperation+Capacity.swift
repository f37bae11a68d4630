extension HubOperation {
    /// What there is, and who waits for it.
    static let capacity = [
        HubOperation(
            "GET", "/hub/api/capacity",
            "What may be promised on each node, what is reserved, and the queue; names only of servers that you may see",
            [200: "Capacity", 503: "Error"])
    ]
}
