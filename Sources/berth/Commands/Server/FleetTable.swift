import Foundation
import HubAPI
import Servers

/// Servers as a table. Pure.
struct FleetTable: Sendable {
    let servers: [FleetServer]
    let now: Date

    /// Which columns it has.
    enum Width: Sendable { case own, fleet, wide }

    func lines(_ width: Width) -> [String] {
        let columns = Self.columns(width)
        return Table(
            headings: columns.map(\.rawValue),
            rows: servers.map { server in columns.map { text(of: $0, server) } }
        ).lines
    }

    private enum Column: String {
        case server = "SERVER"
        case state = "STATE"
        case since = "SINCE"
        case profile = "PROFILE"
        case cpu = "CPU"
        case memory = "MEMORY"
        case workspace = "WORKSPACE"
        case idle = "IDLE"
        case verdict = "VERDICT"
        case node = "NODE"
        case image = "IMAGE"
        case url = "URL"
    }

    private static func columns(_ width: Width) -> [Column] {
        let first: [Column] = [.server, .state, .since, .profile, .cpu, .memory]
        return switch width {
        case .own: first + [.workspace, .url]
        case .fleet: first + [.idle, .verdict]
        case .wide: first + [.workspace, .idle, .verdict, .node, .image, .url]
        }
    }

    private func text(of column: Column, _ server: FleetServer) -> String {
        switch column {
        case .server: server.fullName
        case .state: server.stateText
        case .since: TimeText.ago(server.since, now: now) ?? ""
        case .profile: server.profileText
        case .cpu: pair(server.usage?.cpu.map(CoresText.rounded), server.resources?.cpuText)
        case .memory: pair((server.usage?.memory).map { "\(Bytes($0))" }, server.resources?.memoryText)
        case .workspace: server.workspace?.text ?? ""
        case .idle: server.idleText(now: now)
        case .verdict: server.verdict?.text(now: now) ?? ""
        case .node: server.node
        case .image: server.imageDigest.map(Self.shortDigest) ?? server.image ?? ""
        case .url: server.phase == "started" ? server.fullURL : ""
        }
    }

    /// What is used of what may be, where both are known.
    private func pair(_ used: String?, _ limit: String?) -> String {
        guard let used, let limit else { return limit ?? "" }
        return "\(used) / \(limit)"
    }

    /// The first digits of an image's id, as Docker shows them.
    private static func shortDigest(_ digest: String) -> String {
        String(digest.split(separator: ":").last?.prefix(12) ?? "")
    }
}

extension FleetServer {
    /// How long nothing went on in it; nothing while it is not started.
    func idleText(now: Date) -> String {
        guard phase == "started", let date = lastActivity.flatMap(TimeText.date) else { return "" }
        return TimeText.short(Int(max(now.timeIntervalSince(date), 0)))
    }
}

extension VerdictModel {
    /// `kept: kernel train.ipynb, busy`, `stops in 10 min: nothing has gone on …`, cut to a line's end.
    func text(now: Date) -> String {
        let what =
            switch verdict {
            case "keep": "kept"
            case "warn": changesAt.flatMap { TimeText.ago($0, now: now) }.map { "stops \($0)" } ?? "stops soon"
            case "reap": "stops now"
            default: verdict
            }
        return Self.cut("\(what): \(reasons.first ?? rule)")
    }

    private static func cut(_ text: String) -> String {
        text.count > longest ? text.prefix(longest - 1) + "…" : text
    }

    private static let longest = 44
}
