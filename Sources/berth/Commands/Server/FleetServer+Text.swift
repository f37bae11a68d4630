import HubAPI
import Servers

extension FleetServer {
    /// `ada/` for the default server, `ada/gpu` for a named one.
    var fullName: String { "\(owner)/\(name)" }

    /// Its state in a word, and whether it answers.
    var stateText: String { healthy || phase != "started" ? shown : "\(shown), not answering" }

    /// The profile, and what the next start gets where that differs.
    var profileText: String {
        let now = profile ?? ""
        guard let next else { return now }
        return "\(now) (on next start: \(next.text))"
    }
}

extension LaunchRequest {
    /// What is asked for, in words: `profile large, 8 GiB`.
    var text: String {
        let parts = [
            profile.map { "profile \($0)" } ?? "the default profile", cpu.map(CoresText.words),
            cpuReserve.map { "\(CoresText.text($0)) reserved" }, memory.map(\.text),
            sharedMemory.map { "\($0.text) shared memory" },
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}

extension MemorySize {
    /// `8 GiB`, or as it was written.
    var text: String {
        switch self {
        case .bytes(let count): Bytes(count).description
        case .text(let text): text
        }
    }
}

extension ResourcesModel {
    /// The most cores, `2` or `0.5`.
    var cpuText: String { CoresText.text(cpu) }
    var reserveText: String { CoresText.text(cpuReserve) }
    var memoryText: String { Bytes(memory).description }
    /// `2 cores (0.5 reserved), 1 GiB`.
    var text: String { "\(CoresText.words(cpu)) (\(reserveText) reserved), \(memoryText)" }
}

extension ResizeModel {
    /// `to 4 cores (1 reserved), 8 GiB: pending`, or why it was refused.
    var text: String { "to \(target.text): \(message.map { "\(state), \($0)" } ?? state)" }
}

extension QueueModel {
    /// `2 of 5; memory: needs 4 GiB, 1.5 GiB is free; about 3 min`.
    var text: String {
        "\(position) of \(length); \(reason)" + (estimate.map { "; about \(TimeText.short($0))" } ?? "")
    }
}

extension WorkspaceModel {
    /// `1.5 GiB`, with a word when that is much: `60 GiB (warn)`.
    var text: String { level == "ok" ? "\(Bytes(size))" : "\(Bytes(size)) (\(level))" }
}

/// Cores without a needless `.0`.
enum CoresText {
    static func text(_ number: Double) -> String {
        guard let whole = Int(exactly: number) else { return "\(number)" }
        return "\(whole)"
    }

    /// `1 core`, `0.5 cores`.
    static func words(_ number: Double) -> String { "\(text(number)) core\(number == 1 ? "" : "s")" }
}
