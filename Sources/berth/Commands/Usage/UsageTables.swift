import HubAPI
import Servers

extension LedgerModel {
    /// With the total below, which counts everybody once.
    var lines: [String] {
        guard !rows.isEmpty else { return ["Nothing was reserved in that time."] }
        let table = Table(
            headings: [by.uppercased()] + LedgerRowModel.headings,
            rows: rows.map { [$0.key.isEmpty ? "(in no group)" : $0.key] + $0.cells } + [["TOTAL"] + total.cells])
        return table.lines
    }
}

extension LedgerRowModel {
    fileprivate static let headings = [
        "SERVERS", "HOURS", "CPU·H", "USED", "MEMORY·H", "USED", "SHARE", "GPU·H", "PEAK MEMORY", "PEAK CPU",
    ]

    fileprivate var cells: [String] {
        [
            "\(servers)", HoursText.text(hours), HoursText.text(reserved.cpu), HoursText.text(used.cpu),
            HoursText.bytes(reserved.memory), HoursText.bytes(used.memory), HoursText.percent(used.memoryShare),
            reserved.gpus > 0 ? HoursText.text(reserved.gpus) : "", used.peakMemory.map { "\(Bytes($0))" } ?? "",
            used.peakCPU.map(HoursText.text) ?? "",
        ]
    }
}

extension [IdleModel] {
    var lines: [String] {
        guard !isEmpty else { return ["Nothing was reserved in that time."] }
        return Table(
            headings: ["SERVER", "UNUSED MEMORY·H", "OF", "USED", "HOURS", "IDLE FOR"],
            rows: map { one in
                [
                    one.server, HoursText.bytes(one.unusedMemory), HoursText.bytes(one.usage.reserved.memory),
                    HoursText.percent(one.usage.used.memoryShare), HoursText.text(one.usage.hours),
                    one.idle.map { TimeText.short($0) } ?? "not running",
                ]
            }
        ).lines
    }
}

extension DefaultsModel {
    var lines: [String] {
        guard let share else { return ["No session of a minute or longer ended in that time."] }
        let table = Table(
            headings: [
                "PROFILE", "SESSIONS", "INSIDE", "RAISED", "RESIZED", "REQUESTED", "OUT OF MEMORY", "WHAT", "DEFAULT",
                "P50", "P95", "SUGGESTED",
            ],
            rows: profiles.flatMap(\.rows))
        return ["\(HoursText.percent(share)) of \(sessions) sessions ended inside their profile's defaults.", ""]
            + table.lines
    }
}

extension ProfileFitModel {
    fileprivate var rows: [[String]] {
        let counts = [
            profile, "\(sessions)", HoursText.percent(share), "\(raised)", "\(resized)", "\(requested)",
            "\(outOfMemory)",
        ]
        return [
            counts + ["memory"] + memory.cells { "\(Bytes(Int64($0)))" },
            Array(repeating: "", count: counts.count) + ["cpu"] + cpu.cells(HoursText.text),
        ]
    }
}

extension FitModel {
    fileprivate func cells(_ text: (Double) -> String) -> [String] {
        [given, p50, p95, suggested].map { $0.map(text) ?? "" }
    }
}

/// Amounts over hours, for people.
private enum HoursText {
    /// Two digits after the point at most: `0.25`, `3`.
    static func text(_ number: Double) -> String {
        let rounded = (number * 100).rounded() / 100
        return rounded == rounded.rounded() ? "\(Int64(rounded))" : "\(rounded)"
    }

    static func bytes(_ number: Double) -> String { "\(Bytes(Int64(number)))" }

    static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}
