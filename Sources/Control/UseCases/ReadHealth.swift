package import Servers

/// Tells how the control plane is.
package struct ReadHealth: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// What the engine was when it last answered; nil before the first answer.
    package var host: RuntimeHost? { control.engine.host }

    /// How the fullest of the host's disks stands.
    package var disk: DiskLevel { control.disk.hostLevel }

    /// Why the engine does not answer at present; nil while it does.
    package var engineProblem: String? { control.engine.problem }

    /// The certificate that browsers are shown; nil where the gateway speaks plain HTTP.
    package var certificate: GatewayHealth.Certificate? { control.gateway.certificate }
}
