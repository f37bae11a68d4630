/// One event of `GET /hub/api/events`, as the `data:` of a server-sent event. Each says all that is known of what it is
/// about, so nothing that was missed must be asked for again.
package struct NewsModel: Hashable, Sendable, Codable {
    /// `server`: it is there, or changed. `removed`: it is gone. `progress`: its launch went on. `usage`: what it uses.
    /// `request`: one was made, decided or has ended. `told`: what admins say to all is another now. `edition`: all that was
    /// told until here makes the state of that name. `fleet`: the same where it is of all servers, of which nothing else is
    /// told. `alive`: nothing is new; something comes every five seconds, so that longer silence is a connection that is dead.
    /// Expect it to grow.
    package var kind: String
    /// The server's full name: `ada/`, `ada/gpu`.
    package var server: String?
    package var state: FleetServer?
    /// How far its launch has come, while it starts or stops; with `ready` or `failed` once it is done.
    package var progress: ProgressEvent?
    package var usage: UsageModel?
    package var request: RequestModel?
    /// With `told`, while launches are refused before maintenance.
    package var drain: DrainModel?
    /// With `told`, while something is told that is for whoever listens.
    package var broadcast: BroadcastModel?
    /// The name of a state: as long as it is the same, so is all that is told of.
    package var edition: String?

    package init(
        kind: String, server: String? = nil, state: FleetServer? = nil, progress: ProgressEvent? = nil,
        usage: UsageModel? = nil, request: RequestModel? = nil, drain: DrainModel? = nil,
        broadcast: BroadcastModel? = nil, edition: String? = nil
    ) {
        self.kind = kind
        self.server = server
        self.state = state
        self.progress = progress
        self.usage = usage
        self.request = request
        self.drain = drain
        self.broadcast = broadcast
        self.edition = edition
    }
}
