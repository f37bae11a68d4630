/// From when on disk use is warned of, and from when on nothing more is launched. Nothing is ever stopped for it.
package struct DiskLimits: Hashable, Sendable {
    /// A workspace's sizes; nil for no limit.
    package var warn: Bytes?
    package var refuse: Bytes?
    /// Percent of a host's file system that are free.
    package var freeWarn: Int
    package var freeRefuse: Int

    package init(warn: Bytes? = nil, refuse: Bytes? = nil, freeWarn: Int = 10, freeRefuse: Int = 5) {
        self.warn = warn
        self.refuse = refuse
        self.freeWarn = freeWarn
        self.freeRefuse = freeRefuse
    }

    /// Below this little even a low percentage of a small disk refuses: what the store needs to go on writing.
    package static let leastFree = Bytes.mebibytes(256)

    /// How a workspace of this size stands.
    package func level(ofWorkspace size: Bytes) -> DiskLevel {
        if let refuse, size >= refuse { return .refuse }
        if let warn, size >= warn { return .warn }
        return .ok
    }

    /// How a file system of the host stands.
    package func level(of space: DiskSpace) -> DiskLevel {
        if space.free < Self.leastFree || space.percentFree < freeRefuse { return .refuse }
        return space.percentFree < freeWarn ? .warn : .ok
    }
}

/// How bad it is.
package enum DiskLevel: String, Hashable, Sendable, Comparable, CaseIterable {
    case ok, warn, refuse

    package static func < (left: DiskLevel, right: DiskLevel) -> Bool {
        switch (left, right) {
        case (.ok, .warn), (.ok, .refuse), (.warn, .refuse): true
        case (.ok, .ok), (.warn, _), (.refuse, _): false
        }
    }
}

/// The room on the file system that a directory is on.
package struct DiskSpace: Hashable, Sendable {
    package let path: String
    /// What Berth may still write.
    package let free: Bytes
    package let total: Bytes

    package init(path: String, free: Bytes, total: Bytes) {
        self.path = path
        self.free = free
        self.total = total
    }

    /// Rounded down.
    package var percentFree: Int { total.count > 0 ? Int(Double(free.count) / Double(total.count) * 100) : 0 }
}

/// What a workspace took on the disk when it was last measured.
package struct WorkspaceUse: Hashable, Sendable {
    package let size: Bytes
    package let measuredAt: Timestamp
    package let level: DiskLevel

    package init(size: Bytes, measuredAt: Timestamp, level: DiskLevel) {
        self.size = size
        self.measuredAt = measuredAt
        self.level = level
    }
}
