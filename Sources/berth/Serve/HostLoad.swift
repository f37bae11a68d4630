import Foundation

/// How much this machine has to do.
enum HostLoad {
    /// How many processes want each core, over the last minute; 1 where that is not known.
    static var perCore: Double {
        var averages = [0.0]
        guard getloadavg(&averages, 1) == 1 else { return 1 }
        return averages[0] / Double(max(ProcessInfo.processInfo.activeProcessorCount, 1))
    }
}
