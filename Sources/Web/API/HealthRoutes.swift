import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// Whether the hub lives and is ready. Everybody is told that; admins are told what is wrong as well.
struct HealthRoutes {
    let useCases: UseCases

    func add(to router: Router<WebContext>) {
        router.get("/hub/api/health", use: health)
        router.get("/hub/health", use: health)
        router.get("/hub/health/live", use: live)
        router.get("/hub/health/ready", use: ready)
    }

    /// 200 however it is: what there is to say is in the body.
    @Sendable private func health(_ request: Request, _ context: WebContext) async throws -> Response {
        let (read, isAdmin) = (useCases.readHealth, context.isForAdmin)
        let findings = await read.findings()
        let state =
            read.host == nil && read.engineProblem == nil ? "unknown" : read.engineProblem == nil ? "ok" : "away"
        return try .json(
            HealthModel(
                live: true, ready: findings.areReady,
                engine: .init(
                    state: state, name: isAdmin ? read.host?.name : nil, problem: isAdmin ? read.engineProblem : nil),
                disk: read.disk.rawValue, draining: (try? await useCases.manageDrain.current() != nil) ?? false,
                certificate: read.certificate.map {
                    .init(expiresAt: $0.expiresAt.description, problem: isAdmin ? $0.problem : nil)
                }, checks: isAdmin ? findings.map { HealthCheckModel($0) } : nil))
    }

    @Sendable private func live(_ request: Request, _ context: WebContext) throws -> Response {
        try .json(ReadinessModel(ok: true, checks: nil))
    }

    @Sendable private func ready(_ request: Request, _ context: WebContext) async throws -> Response {
        let findings = await useCases.readHealth.findings()
        let checks = context.isForAdmin ? findings.map { HealthCheckModel($0) } : nil
        return try .json(
            ReadinessModel(ok: findings.areReady, checks: checks), status: findings.areReady ? .ok : .serviceUnavailable
        )
    }
}

extension WebContext {
    fileprivate var isForAdmin: Bool { principal?.permissions.allows(.adminServers) ?? false }
}

extension [HealthFinding] {
    fileprivate var areReady: Bool { !contains { $0.verdict == .fail } }
}

extension HealthCheckModel {
    fileprivate init(_ finding: HealthFinding) {
        self.init(
            part: finding.part.rawValue, verdict: finding.verdict.rawValue, problem: finding.problem,
            remedy: finding.remedy)
    }
}
