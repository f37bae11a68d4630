/// What of a server was last killed because it had no memory left.
package struct OutOfMemoryModel: Hashable, Sendable, Codable {
    package var at: String
    /// What it might use then. Bytes.
    package var limit: Int64
    /// The notebooks of the kernels that died, or the kernels' names; empty where it is not known what died.
    package var kernels: [String]
    /// How many processes died beside those, which are not known.
    package var others: Int
    /// All of it in a sentence, with what helps.
    package var message: String
    /// How much would help, while it has no more; null when the machine has no more. Bytes.
    @OrNull package var memory: Int64?
    /// How to get that: by oneself, or from an admin.
    @OrNull package var action: Action?

    package enum Action: String, Hashable, Sendable, Codable { case resize, request }

    package init(
        at: String, limit: Int64, kernels: [String], others: Int, message: String, memory: Int64?, action: Action?
    ) {
        self.at = at
        self.limit = limit
        self.kernels = kernels
        self.others = others
        self.message = message
        self.memory = memory
        self.action = action
    }
}
