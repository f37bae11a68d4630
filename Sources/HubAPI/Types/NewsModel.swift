/// One event of `GET /hub/api/events`, as the `data:` of a server-sent event. Each says all that is known of what it is
/// about, so nothing that was missed must be asked for again.
package struct NewsModel: Hashable, Sendable, Codable {
    /// `server`: it is there, or changed. `removed`: it is gone. `progress`: its launch went on. `usage`: what it uses.
    /// `request`: one was made, decided or has ended. `fleet`: something of all servers changed. `alive`: nothing is new;
    /// something comes every five seconds, so that longer silence is a connection that is dead. Expect it to grow.
    package var kind: String
    /// The server's full name: `ada/`, `ada/gpu`.
    package var server: String?
    package var state: FleetServer?
    /// How far its launch has come, while it starts or stops; with `ready` or `failed` once it is done.
    package var progress: ProgressEvent?
    package var usage: UsageModel?
    package var request: RequestModel?

    package init(
        kind: String, server: String? = nil, state: FleetServer? = nil, progress: ProgressEvent? = nil,
        usage: UsageModel? = nil, request: RequestModel? = nil
    ) {
        self.kind = kind
        self.server = server
        self.state = state
        self.progress = progress
        self.usage = usage
        self.request = request
    }
}
