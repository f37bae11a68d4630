/// Something mounted into a container, as it is asked for.
package struct Mount: Codable, Sendable, Equatable {
    /// `bind`, `volume` or `tmpfs`; kinds we don't know are kept.
    package struct Kind: RawRepresentable, Hashable, Codable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let bind = Self(rawValue: "bind")
        package static let volume = Self(rawValue: "volume")
        package static let tmpfs = Self(rawValue: "tmpfs")
    }

    package var kind: Kind
    /// Absolute path in the container.
    package var target: String
    /// A path of the host, which must exist, or a volume's name; none for tmpfs.
    package var source: String?
    package var readOnly: Bool?
    package var bindOptions: BindOptions?
    package var volumeOptions: VolumeOptions?
    package var tmpfsOptions: TmpfsOptions?

    package init(_ kind: Kind, source: String? = nil, target: String, readOnly: Bool = false) {
        self.kind = kind
        self.source = source
        self.target = target
        self.readOnly = readOnly
    }

    enum CodingKeys: String, CodingKey {
        case kind = "Type"
        case target = "Target"
        case source = "Source"
        case readOnly = "ReadOnly"
        case bindOptions = "BindOptions"
        case volumeOptions = "VolumeOptions"
        case tmpfsOptions = "TmpfsOptions"
    }
}

extension Mount {
    package struct BindOptions: Codable, Sendable, Equatable {
        /// Like `rprivate` or `rslave`: whether later mounts on the host are seen in the container.
        package var propagation: String?
        /// Leaves out what is mounted below the source.
        package var nonRecursive: Bool?

        package init(propagation: String? = nil, nonRecursive: Bool? = nil) {
            self.propagation = propagation
            self.nonRecursive = nonRecursive
        }

        enum CodingKeys: String, CodingKey {
            case propagation = "Propagation"
            case nonRecursive = "NonRecursive"
        }
    }

    package struct VolumeOptions: Codable, Sendable, Equatable {
        /// Does not fill a new volume with what the image has at the target.
        package var noCopy: Bool?
        package var labels: [String: String]?

        package init(noCopy: Bool? = nil, labels: [String: String]? = nil) {
            self.noCopy = noCopy
            self.labels = labels
        }

        enum CodingKeys: String, CodingKey {
            case noCopy = "NoCopy"
            case labels = "Labels"
        }
    }

    package struct TmpfsOptions: Codable, Sendable, Equatable {
        /// Bytes.
        package var size: Int64?
        /// Permission bits, like `0o1777`.
        package var mode: Int?

        package init(size: Int64? = nil, mode: Int? = nil) {
            self.size = size
            self.mode = mode
        }

        enum CodingKeys: String, CodingKey {
            case size = "SizeBytes"
            case mode = "Mode"
        }
    }
}
