import ArgumentParser
import HubAPI

extension CompletionKind {
    /// Names of one's own servers.
    static let server = CompletionKind.custom { _, _, _ in await .live { try await Completions.servers($0) } }
    /// Names of the profiles one may launch.
    static let profile = CompletionKind.custom { _, _, _ in await .live { try await Completions.profiles($0) } }
    /// Names of the users one may see.
    static let user = CompletionKind.custom { _, _, _ in await .live { try await Completions.users($0) } }
}

/// What a shell offers after the tab key, asked of the hub that the environment or the credentials file names.
enum Completions {
    static func servers(_ hub: HubClient) async throws -> [String] {
        try await hub.servers(of: hub.whoAmI().user.name).servers.map(\.name).filter { !$0.isEmpty }
    }

    static func profiles(_ hub: HubClient) async throws -> [String] { try await hub.profiles().map(\.id) }

    static func users(_ hub: HubClient) async throws -> [String] { try await hub.users().map(\.name) }

    /// What `ask` answers, or nothing: a shell that completes has no place for errors, and nobody waits longer than this.
    static func offered(
        in context: CommandContext, within limit: Duration = .seconds(2),
        _ ask: @escaping @Sendable (HubClient) async throws -> [String]
    ) async -> [String] {
        var quiet = context
        quiet.output.writeNote = { _ in }
        return await withTaskGroup(of: [String].self) { [quiet] group in
            group.addTask { (try? await quiet.withHub(CredentialsChoice()) { try await ask($0) }) ?? [] }
            group.addTask {
                try? await quiet.sleep(limit)
                return []
            }
            defer { group.cancelAll() }
            // What comes from outside goes into a shell's line: names that would not be plain words there are left out.
            return (await group.next() ?? []).filter { $0.wholeMatch(of: /[A-Za-z0-9._@~+-]+/) != nil }.sorted()
        }
    }
}

extension [String] {
    fileprivate static func live(
        _ ask: @escaping @Sendable (HubClient) async throws -> [String]
    ) async -> [String] {
        await Completions.offered(in: .live(), ask)
    }
}
