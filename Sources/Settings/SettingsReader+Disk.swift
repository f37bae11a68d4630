import Servers

extension SettingsReader {
    /// The four levels; nil when one cannot be read.
    mutating func diskLimits() -> DiskLimits? {
        let warn = optional(.diskWarn, readSize)
        let refuse = optional(.diskRefuse, readSize)
        let freeWarn = value(.diskFreeWarn, readPercent)
        let freeRefuse = value(.diskFreeRefuse, readPercent)
        guard let warn, let refuse, let freeWarn, let freeRefuse else { return nil }
        if let warn, let refuse, warn > refuse { report(.diskWarn, "it must not be more than disk_refuse") }
        if freeWarn < freeRefuse { report(.diskFreeWarn, "it must not be less than disk_free_refuse") }
        return DiskLimits(warn: warn, refuse: refuse, freeWarn: freeWarn, freeRefuse: freeRefuse)
    }
}

private func readSize(_ text: String) -> Bytes? { try? Bytes(text, field: "") }

private func readPercent(_ text: String) -> Int? { Int(text).flatMap { (0...99).contains($0) ? $0 : nil } }
