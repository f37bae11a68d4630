package import Servers

/// Tells how the control plane is, from what is known already and one read of the store: it waits for no engine.
package struct ReadHealth: Sendable {
    private let control: ControlContext

    /// What was written later than this from now was written by another clock.
    private static let aheadOfClock = Duration.seconds(60)

    init(_ control: ControlContext) { self.control = control }

    /// What the engine was when it last answered; nil before the first answer.
    package var host: RuntimeHost? { control.engine.host }

    /// How the fullest of the host's disks stands.
    package var disk: DiskLevel { control.disk.hostLevel }

    /// Why the engine does not answer at present; nil while it does.
    package var engineProblem: String? { control.engine.problem }

    /// The certificate that browsers are shown; nil where the gateway speaks plain HTTP.
    package var certificate: GatewayHealth.Certificate? { control.gateway.certificate }

    /// Each part, in the order of its importance. The hub is ready while none fails.
    package func findings() async -> [HealthFinding] {
        let newest: Result<Timestamp?, any Error>
        do {
            newest = .success(try await control.auditLog.audit(AuditQuery(limit: 1)).first?.entry.at)
        } catch {
            newest = .failure(error)
        }
        return [
            engine, isolation, Self.store(newest), gateway, certificateFinding, profiles, diskFinding,
            Self.clock(newest: try? newest.get(), now: control.time.now()),
        ]
    }

    private var engine: HealthFinding {
        let remedy = "Start the Docker Engine on the hub's machine; Berth goes on by itself"
        if let problem = control.engine.problem { return .fail(.engine, "it does not answer: \(problem)", remedy) }
        return control.engine.host == nil ? .fail(.engine, "it has not answered yet", remedy) : .ok(.engine)
    }

    private var isolation: HealthFinding {
        guard let problem = control.engine.isolationProblem else { return .ok(.isolation) }
        return .fail(
            .isolation, "servers cannot be closed off, so none is launched: \(problem)",
            "'berth doctor' on the hub's machine looks at its firewall")
    }

    private static func store(_ newest: Result<Timestamp?, any Error>) -> HealthFinding {
        guard case .failure(let error) = newest else { return .ok(.store) }
        return .fail(.store, "it cannot be read: \(error)", "'berth store check' on the hub's machine says more")
    }

    private var gateway: HealthFinding {
        guard !control.gateway.isAttached else { return .ok(.gateway) }
        return .fail(
            .gateway, "none is attached, so new servers cannot be reached",
            "See logs/gateway.log in the hub's state directory, or the berth-gateway service")
    }

    /// Well where the gateway speaks plain HTTP: there is none to go wrong.
    private var certificateFinding: HealthFinding {
        guard let certificate else { return .ok(.certificate) }
        let remedy = "Put tls_certificate and tls_key right; they are read again by themselves"
        guard certificate.expiresAt > control.time.now() else {
            return .fail(.certificate, "it expired at \(certificate.expiresAt), so browsers do not come in", remedy)
        }
        guard let problem = certificate.problem else { return .ok(.certificate) }
        return .warn(
            .certificate,
            "the files have changed and cannot be used, so the one from before stays until \(certificate.expiresAt): "
                + problem, remedy)
    }

    private var profiles: HealthFinding {
        let problems = control.profileProblems()
        guard let first = problems.first else { return .ok(.profiles) }
        let more = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
        return .warn(
            .profiles, "those on disk cannot be used, so those read before stay: \(first)\(more)",
            "'berth profiles check' names all of it")
    }

    private var diskFinding: HealthFinding {
        let remedy = "'berth doctor' on the hub's machine shows which disk; remove what is not needed there"
        return switch disk {
        case .ok: .ok(.disk)
        case .warn: .warn(.disk, "little room is left", remedy)
        case .refuse: .fail(.disk, "it is nearly full, so nothing is launched", remedy)
        }
    }

    private static func clock(newest: Timestamp??, now: Timestamp) -> HealthFinding {
        guard case .some(.some(let newest)) = newest, newest > now + aheadOfClock else { return .ok(.clock) }
        return .warn(
            .clock, "it is \(newest - now) behind what was written to the audit log before",
            "Set the time of the hub's machine, and keep it with NTP")
    }
}
