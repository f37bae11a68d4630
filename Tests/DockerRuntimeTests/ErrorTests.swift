import DockerEngine
import Servers
import Testing

@testable import DockerRuntime

struct ErrorCase: Sendable {
    let met: any Error & Sendable
    let kind: String

    static let all: [ErrorCase] = [
        .init(met: EngineError.unreachable(reason: "r"), kind: "unreachable"),
        .init(met: EngineError.timeout(call: "c"), kind: "timedOut"),
        .init(met: CancellationError(), kind: "timedOut"),
        .init(met: EngineError.notFound(message: "No such container: x"), kind: "notFound"),
        .init(met: EngineError.notFound(message: "No such image: x:latest"), kind: "imageMissing"),
        .init(met: EngineError.conflict(message: "m", holder: "abc"), kind: "nameTaken"),
        .init(met: EngineError.conflict(message: "m", holder: nil), kind: "failed"),
        .init(met: EngineError.badParameter(message: "m"), kind: "failed"),
        .init(met: EngineError.server(status: 500, message: "m"), kind: "failed"),
        .init(met: EngineError.protocolViolation("m"), kind: "failed"),
        .init(met: EngineError.pull(message: "dial tcp: lookup registry: no such host"), kind: "pullFailed"),
        .init(met: EngineError.pull(message: "unexpected EOF"), kind: "pullFailed"),
        .init(met: EngineError.pull(message: "manifest for a:b not found: manifest unknown"), kind: "imageMissing"),
        .init(
            met: EngineError.pull(message: "pull access denied for a, repository does not exist"), kind: "imageMissing"),
        .init(met: RuntimeError.isolation("i"), kind: "isolation"),
    ]
}

@Suite("Errors in the domain's words")
struct ErrorTests {
    @Test("Each error of the engine has one meaning", arguments: ErrorCase.all)
    func meaning(_ sample: ErrorCase) {
        let error = RuntimeError(sample.met)
        #expect("\(error)".hasPrefix(sample.kind + "("))
        #expect(!error.message.isEmpty)
    }
}
