import Accounts
import Logging
import Servers
import Support

@testable import Control

extension World {
    /// Runs the control plane with the keeper of grants while `body` runs.
    func keeping(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try await running {
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try? await GrantKeeper(control, logger: logger).run()
                    return false
                }
                group.addTask {
                    try await body()
                    return true
                }
                while let isBody = try await group.next(), !isBody {}
                group.cancelAll()
            }
        }
    }

    /// Ada's request for her server.
    func ask(
        _ key: ServerKey, cpu: Int? = nil, memory: Int64? = nil, for duration: Duration = .seconds(3600),
        profile: String? = nil, by principal: Principal
    ) async throws -> ResourceRequest {
        try await useCases.makeRequest(
            key,
            MakeRequest.Ask(
                profile: profile.map { ProfileID($0) },
                size: GrantSize(cpu: cpu.map { Cores(thousandths: $0 * 1000) }, memory: memory.map { .gibibytes($0) }),
                duration: duration, reason: RequestText(own: "thesis")), by: principal)
    }

    /// Waits until the request is as `condition` wants it, while the clock goes on whenever somebody sleeps.
    func untilInTime(
        _ id: RequestID, _ condition: @escaping @Sendable (RequestState) -> Bool
    ) async throws -> ResourceRequest {
        for _ in 0..<100_000 {
            await executor.settled()
            if let request = try await requests.request(id), condition(request.state) { return request }
            if let pause = time.sleeping.first { time.advance(by: min(pause, .seconds(1))) }
        }
        throw CancellationError()
    }
}
