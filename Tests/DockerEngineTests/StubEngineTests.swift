import NIOCore
import NIOPosix
import Support
import Testing

@Suite("The stub engine", .timeLimit(.minutes(1)))
struct StubEngineTests {
    @Test("Stopping it breaks connections that it accepted and never served, and ends nothing else")
    func stop() async throws {
        for _ in 0..<20 {
            let clients = try await withStubEngine { engine in
                try await withThrowingTaskGroup(of: (any Channel).self) { group in
                    for _ in 0..<16 {
                        group.addTask {
                            try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                                .connect(unixDomainSocketPath: engine.socketPath).get()
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
            }
            for client in clients { try await client.closeFuture.get() }
        }
    }
}
