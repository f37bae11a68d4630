/// Processes of a server that the kernel killed because it had no memory left: when, at what limit, which, and what helps.
package struct OutOfMemory: Hashable, Sendable, Codable {
    package let at: Timestamp
    /// What the container might use then.
    package let limit: Bytes
    /// The kernels that died, as the server itself tells. Empty where that is not known.
    package let kernels: [Kernel]
    /// How many died beside those: children of kernels, programs in terminals, or kernels that cannot be told apart.
    package let others: Int
    package let remedy: MemoryRemedy?
    /// Whether it was given more since.
    package var isRemedied: Bool

    /// A kernel by what people know it by.
    package struct Kernel: Hashable, Sendable, Codable {
        /// The notebook, console or file that it ran; nil when it had none.
        package let path: String?
        /// The kernel specification's: `python3`.
        package let name: String

        package init(path: String?, name: String) {
            self.path = path
            self.name = name
        }
    }

    package init(
        at: Timestamp, limit: Bytes, kernels: [Kernel], others: Int, remedy: MemoryRemedy?, isRemedied: Bool = false
    ) {
        self.at = at
        self.limit = limit
        self.kernels = kernels
        self.others = others
        self.remedy = remedy
        self.isRemedied = isRemedied
    }
}

/// What helps a server that ran out of memory.
package enum MemoryRemedy: Hashable, Sendable, Codable {
    /// As much as its owner may take without asking.
    case resize(Bytes)
    /// As much as an admin has to approve.
    case request(Bytes)

    /// Twice the limit, as far as the owner's ceiling allows; at the ceiling, what is to be asked for. Nil when the host has
    /// no more.
    /// - Parameter ceiling: nil where none is known, as when the profile is gone.
    package init?(beyond limit: Bytes, ceiling: Bytes?, host: Bytes) {
        let wanted = min(Bytes(limit.count.multipliedReportingOverflow(by: 2).partialValue), host).wholeMebibytes
        guard wanted > limit else { return nil }
        guard let ceiling = ceiling?.wholeMebibytes, ceiling > limit else {
            self = .request(wanted)
            return
        }
        self = .resize(min(wanted, ceiling))
    }

    package var memory: Bytes {
        switch self {
        case .resize(let memory), .request(let memory): memory
        }
    }
}

// MARK: In words

extension OutOfMemory {
    /// `Kernel analysis.ipynb ran out of memory at the limit of 2 GiB`.
    package var sentence: String { "\(subject) ran out of memory at the limit of \(limit)" }

    /// The sentence, and what helps `server`.
    package func explanation(for server: ServerKey) -> String {
        guard !isRemedied, let remedy else { return sentence }
        return "\(sentence); \(remedy.advice(for: server))"
    }

    private var subject: String {
        let named = Array(kernels.map(\.words).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } })
        let unknown = others == 1 ? ["a process that is not known"] : ["\(others) processes that are not known"]
        let all = named + (others > 0 || named.isEmpty ? unknown : [])
        let text = all.count < 2 ? all.joined() : "\(all.dropLast().joined(separator: ", ")) and \(all[all.count - 1])"
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}

extension OutOfMemory.Kernel {
    fileprivate var words: String { path.map { "kernel \($0)" } ?? "a \(name) kernel without a notebook" }
}

extension MemoryRemedy {
    /// `'berth resize --memory 4G' needs no restart`.
    package func advice(for server: ServerKey) -> String {
        let name = server.name.isDefault ? "" : " \(server.name)"
        return switch self {
        case .resize(let memory): "'berth resize --memory \(memory.option)\(name)' needs no restart"
        case .request(let memory): "an admin can give it more: 'berth request --memory \(memory.option)\(name)'"
        }
    }
}

extension Bytes {
    /// As a command's option has it: `4G`, `1536M`.
    package var option: String {
        for (unit, factor) in [("G", Int64(1) << 30), ("M", 1 << 20), ("K", 1 << 10)] where count % factor == 0 {
            return "\(count / factor)\(unit)"
        }
        return "\(count)"
    }

    fileprivate var wholeMebibytes: Bytes { Bytes((count >> 20) << 20) }
}
