import HubAPI
import Servers

extension FleetServer {
    /// `ada/` for the default server, `ada/gpu` for a named one.
    var fullName: String { "\(owner)/\(name)" }
}

extension ResourcesModel {
    /// The most cores, `2` or `0.5`.
    var cpuText: String { CoresText.text(cpu) }
    var reserveText: String { CoresText.text(cpuReserve) }
    var memoryText: String { Bytes(memory).description }
}

/// Cores without a needless `.0`.
enum CoresText {
    static func text(_ number: Double) -> String {
        guard let whole = Int(exactly: number) else { return "\(number)" }
        return "\(whole)"
    }
}
