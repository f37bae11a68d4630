import Accounts
import Control
import Foundation
import HubAPI
import Servers

/// Tells what of somebody's servers and requests, and of what admins say to all, is new since it looked last: at first, all
/// servers, and what stands. Of all servers it tells no more than that they are in another state.
struct NewsReader {
    let useCases: UseCases
    let principal: Principal
    /// Whose, of which the principal sees what it may; nil for all servers.
    let owner: User?
    private var servers: [ServerKey: Told] = [:]
    private var requests: [Servers.RequestID: RequestModel]?
    private var announcements = Announcements()
    /// The name of the state of all servers.
    private var fleet = ""

    /// The name of the state that was read last: the same state has the same name, whoever reads it.
    var edition: String {
        let shown = Shown(
            fleet: fleet,
            servers: servers.sorted { $0.key < $1.key }.map(\.value.core),
            verdicts: servers.sorted { $0.key < $1.key }.map(\.value.verdict),
            requests: (requests ?? [:]).values.sorted { $0.id < $1.id }, told: told)
        return Edition.of([(try? HubJSON.encode(shown)) ?? Data()])
    }

    /// All that pages are drawn anew for.
    private struct Shown: Encodable {
        let fleet: String
        let servers: [FleetServer]
        let verdicts: [[String?]]
        let requests: [RequestModel]
        let told: NewsModel
    }

    /// What was told of a server.
    private struct Told {
        let state: FleetServer
        /// The same without what moves all the time, which is no news of the server.
        let core: FleetServer
        /// By which rule it is kept or stopped.
        let verdict: [String?]
        var progress: ProgressEvent?
        var usage: UsageModel?
    }

    init(_ useCases: UseCases, of owner: User?, by principal: Principal) {
        self.useCases = useCases
        self.owner = owner
        self.principal = principal
    }

    /// What is new; what cannot be read is new the next time.
    mutating func read() async throws -> [NewsModel] {
        guard let owner else {
            fleet = useCases.watchServer.edition
            return try await readAnnouncements()
        }
        return try await readServers(of: owner) + readRequests(of: owner) + readAnnouncements()
    }

    private mutating func readServers(of owner: User) async throws -> [NewsModel] {
        let lines = try await FleetLines(useCases, of: [owner.name])
        let all = try await useCases.watchServer.all(of: owner.name, by: principal)
        var now: [ServerKey: Told] = [:]
        var news: [NewsModel] = []
        for tracked in all {
            let key = tracked.server.key
            let told = describe(tracked, lines)
            now[key] = told
            if let event = Self.news(key, told, after: servers[key]) { news.append(event) }
        }
        let gone = servers.keys.filter { now[$0] == nil }.sorted()
        servers = now
        return news + gone.map { NewsModel(kind: "removed", server: $0.description) }
    }

    private func describe(_ tracked: TrackedServer, _ lines: FleetLines) -> Told {
        let state = lines.model(tracked)
        var core = state
        (core.usage, core.lastActivity, core.queue) = (nil, nil, nil)
        (core.activity, core.verdict) = (nil, nil)
        let isOnItsWay = tracked.activity != .ready && (tracked.activity != .stopped || tracked.hasFailed)
        let progress = isOnItsWay || servers[tracked.server.key]?.progress != nil
        return Told(
            state: state, core: core, verdict: [state.verdict?.verdict, state.verdict?.rule],
            progress: progress ? useCases.progressEvent(tracked) : nil, usage: state.usage)
    }

    private static func news(_ key: ServerKey, _ told: Told, after last: Told?) -> NewsModel? {
        let name = key.description
        if told.core != last?.core || told.verdict != last?.verdict {
            return NewsModel(
                kind: "server", server: name, state: told.state, progress: told.progress, usage: told.usage)
        }
        if let progress = told.progress, progress != last?.progress {
            return NewsModel(kind: "progress", server: name, progress: progress)
        }
        guard let usage = told.usage, usage != last?.usage else { return nil }
        return NewsModel(kind: "usage", server: name, usage: usage)
    }

    private mutating func readRequests(of owner: User) async throws -> [NewsModel] {
        let all = try await useCases.manageRequests.all(of: owner.name, by: principal).map { ($0.id, RequestModel($0)) }
        let last = requests
        requests = Dictionary(all) { first, _ in first }
        guard let last else { return [] }
        return all.filter { last[$0.0] != $0.1 }.map { NewsModel(kind: "request", request: $0.1) }
    }

    private mutating func readAnnouncements() async throws -> [NewsModel] {
        let now = try await useCases.readAnnouncements(by: principal)
        guard now != announcements else { return [] }
        announcements = now
        return [told]
    }

    /// What admins say, to whom it is for.
    private var told: NewsModel {
        NewsModel(
            kind: "told", drain: announcements.drain.map { DrainModel($0, for: principal) },
            broadcast: announcements.broadcast.map { BroadcastModel($0, for: principal) })
    }
}

extension UseCases {
    /// The news of somebody's servers and requests, or of all servers, from their present state on: to be read before anything
    /// that a page shows of them.
    func news(of name: UserName?, by principal: Principal) async -> PageNews {
        PageNews(events: origins.path(HubPaths.news(of: name?.value)), edition: await edition(of: name, by: principal))
    }

    private func edition(of name: UserName?, by principal: Principal) async -> String? {
        do {
            var owner: User?
            if let name { owner = try await manageUsers.one(name, by: principal) }
            var reader = NewsReader(self, of: owner, by: principal)
            _ = try await reader.read()
            return reader.edition
        } catch {
            // A page without it is drawn once more.
            return nil
        }
    }
}
