package import Accounts
package import Servers

/// Shows the images that Berth has to do with, and removes those of its own that nothing uses.
///
/// Its own are those that it pulled. One that somebody else put on this machine is never removed, whatever uses it.
package struct ManageImages: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// An image that Berth pulled, or that a profile or a server uses.
    package struct Entry: Hashable, Sendable {
        package let image: HeldImage
        /// Nil for one that Berth did not pull.
        package let pulled: PulledImage?
        /// The profiles and servers that use it, as `profile small` and `ada/gpu`.
        package let users: [String]

        package var isUnused: Bool { pulled != nil && users.isEmpty }
    }

    /// The kernels that the profile's image says it has; nil where that is not known.
    package func kernels(of profile: Profile) -> [String]? { control.images.kernels(of: profile.image) }

    /// Throws `Refusal`: 403 without `admin:servers`, 503 while the engine does not answer.
    package func all(by principal: Principal) async throws -> [Entry] {
        try principal.require(.adminServers)
        return try await asking { try await entries() }
    }

    /// Removes every image of Berth's own that nothing uses, and answers them; a dry run only answers. What the engine
    /// keeps, because it has other names or a container of somebody else's, is not among them. Throws as `all` does.
    package func prune(isDryRun: Bool, by principal: Principal) async throws -> [Entry] {
        let unused = try await all(by: principal).filter(\.isUnused)
        if isDryRun { return unused }
        return try await asking {
            var removed: [Entry] = []
            for entry in unused {
                // Looked at again, so that a launch that came meanwhile keeps its image.
                let digest = entry.image.digest
                guard try await users()[digest] == nil, try await control.runtime.removeImage(digest) else { continue }
                let name = entry.pulled?.reference ?? ""
                let audit = control.audit(principal, "image.remove", target: "\(name) \(digest)")
                try await control.pulled.forgetImage(digest, audit: audit)
                removed.append(entry)
            }
            return removed
        }
    }

    private func entries() async throws -> [Entry] {
        let pulled = Dictionary(try await control.pulled.pulledImages().map { ($0.digest, $0) }) { first, _ in first }
        let users = try await users()
        return try await control.runtime.images().map { image in
            Entry(image: image, pulled: pulled[image.digest], users: users[image.digest]?.sorted() ?? [])
        }.filter { $0.pulled != nil || !$0.users.isEmpty }.sorted { $0.name < $1.name }
    }

    /// Who uses which image: profiles by the name they tell, live servers by what they run and by what they will.
    private func users() async throws -> [ImageDigest: Set<String>] {
        var users: [ImageDigest: Set<String>] = [:]
        for profile in control.profiles().profiles {
            guard let image = try await control.runtime.image(profile.image) else { continue }
            users[image.digest, default: []].insert("profile \(profile.id)")
        }
        for tracked in try await control.servers.unfinished() {
            var digests = [tracked.current?.image]
            if let spec = tracked.server.spec { digests.append(try await control.runtime.image(spec.image)?.digest) }
            for digest in digests.compactMap(\.self) {
                users[digest, default: []].insert(tracked.server.key.description)
            }
        }
        return users
    }

    private func asking<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as RuntimeError {
            throw Refusal(.unavailable, code: "engine_away", "The images cannot be read now: \(error.message)")
        }
    }
}

extension ManageImages.Entry {
    /// For sorting and for people: its first name, else the one it was pulled by.
    package var name: String { image.references.first ?? pulled?.reference ?? image.digest.value }
}
