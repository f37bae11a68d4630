import Accounts
import Control
import HubAPI
import Servers

/// A server as lists of them show it.
struct ServerCard {
    /// `ada/`, `ada/gpu`: what the news calls it.
    let key: String
    let name: String
    let title: String
    /// Its own page.
    let page: String
    let state: ServerState
    /// What it has, or why it stopped.
    let detail: String
    /// The page that says why it ended and what helps, where it failed.
    let why: String?
    /// What was killed in it for memory, where more of it may help.
    let loss: String?
    /// Where it is given other resources, while it runs.
    let resize: String?
    /// Since when it is so, while it runs.
    let since: String?
    /// When it ended.
    let ended: String?
    let meters: [ServerMeter]
    /// While it starts or stops.
    let progress: ServerProgress?
    /// The link into it, while it runs or starts.
    let open: Open?
    /// Whether it can be launched.
    let isStopped: Bool
    /// Whether no server is started now.
    let isOff: Bool
    let endings: [Ending]

    struct Open {
        let href: String
        let label: String
        /// Whether another button matters as much.
        let isPlain: Bool
    }

    /// A button that stops, restarts or removes it.
    struct Ending {
        let label: String
        let action: String
        /// Whether it is refused now.
        let isOff: Bool
    }

    /// - Parameters:
    ///   - isOff: whether no server is started now.
    ///   - opens: whether the page that shows it goes on into it once it runs.
    init(_ tracked: TrackedServer, _ useCases: UseCases, isOff: Bool, opens: Bool, by principal: Principal) async {
        let key = tracked.server.key
        let origins = useCases.origins
        let names = (key.owner.value, key.name.value)
        let activity = tracked.activity
        self.key = key.description
        title = tracked.title
        page = origins.path(HubPaths.serverPage(names.0, names.1))
        state = ServerState(tracked)
        let end = activity == .stopped ? tracked.current : nil
        let isOwn = key.owner == principal.user.name
        detail = end?.reason.map { Self.words($0, isOwn: isOwn) } ?? tracked.server.spec?.figures ?? ""
        why = tracked.hasFailed ? origins.path(HubPaths.open(names.0, names.1)) : nil
        loss = MemoryLoss(tracked, origins)?.sentence
        resize = activity == .ready ? "\(page)#resize" : nil
        since = activity == .ready ? tracked.current?.since.description : nil
        ended = end?.since.description
        meters = ServerMeter.all(of: tracked, useCases)
        let href = origins.path(HubPaths.open(names.0, names.1))
        progress = await ServerProgress(tracked, useCases, title: title, opens: opens, by: principal)
        open =
            switch activity {
            case .ready: Open(href: href, label: "Open", isPlain: false)
            case .starting: opens ? nil : Open(href: href, label: "Open when ready", isPlain: true)
            case .stopping, .stopped: nil
            }
        name = key.name.value
        isStopped = activity == .stopped
        self.isOff = isOff
        endings = EndPage.Ending.possible(for: tracked).map {
            Ending(
                label: activity == .starting ? "Cancel" : $0.label, action: $0.action(key, origins),
                isOff: isOff && $0 == .restart)
        }
    }

    /// Why it ended, to be read on from the word `Stopped` or `Failed`.
    private static func words(_ reason: FinishReason, isOwn: Bool) -> String {
        let sentence = reason.sentence(isOwn: isOwn)
        return sentence.hasPrefix("stopped ") ? String(sentence.dropFirst("stopped ".count)) : sentence
    }
}

extension FinishReason {
    /// The sentence, for the server's owner or for somebody else.
    func sentence(isOwn: Bool) -> String { self == .stoppedByUser && isOwn ? "stopped by you" : sentence }
}

extension TrackedServer {
    /// What its owner calls it.
    var title: String {
        let name = server.key.name
        return server.displayName?.value ?? (name.isDefault ? "Default server" : name.value)
    }
}

extension ServerSpec {
    /// `small: 2 cores, 1 GiB`.
    var figures: String { "\(profile): \(resources.cpu.burst.words), \(resources.memory)" }
}

/// A server's state in one word, and the word that gives it its colour.
struct ServerState {
    let word: String
    let kind: String

    init(_ tracked: TrackedServer) {
        let shown = ShownPhase(tracked.phase, failed: tracked.hasFailed).word
        let isSilent = tracked.activity == .ready && tracked.current?.healthy == false
        word = isSilent ? "\(shown), not answering" : shown
        kind = isSilent || tracked.activity == .stopped && tracked.hasFailed ? "failed" : tracked.activity.rawValue
    }
}

/// What a server uses of one thing, against its limit.
struct ServerMeter {
    let key: String
    /// `cpu` or `memory`.
    let measure: String
    let label: String
    /// As `measure` counts: cores, or bytes.
    let limit: String
    let used: String
    let most: String
    let percent: Int

    /// Of a server that runs; before anything was read of it, nothing is used.
    static func all(of tracked: TrackedServer, _ useCases: UseCases) -> [ServerMeter] {
        guard tracked.activity == .ready, let resources = tracked.server.spec?.resources else { return [] }
        let usage = useCases.watchServer.usage(of: tracked)
        let cores = usage?.cores ?? 0
        let memory = usage?.memory ?? Bytes(0)
        let key = tracked.server.key.description
        return [
            ServerMeter(
                key: key, measure: "cpu", label: "Processor", limit: "\(resources.cpu.burst.number)",
                used: "\(Cores(measured: cores))",
                most: resources.cpu.burst.words, percent: percent(cores, of: resources.cpu.burst.number)),
            ServerMeter(
                key: key, measure: "memory", label: "Memory", limit: "\(resources.memory.count)", used: "\(memory)",
                most: "\(resources.memory)",
                percent: percent(Double(memory.count), of: Double(resources.memory.count))),
        ]
    }

    private static func percent(_ part: Double, of whole: Double) -> Int {
        whole > 0 ? min(100, Int(part * 100 / whole)) : 0
    }
}
