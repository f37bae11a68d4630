/// Why the gateway cannot start: what, and what to do.
package enum GatewayError: Error, Hashable, Sendable {
    case addressInUse(String)
    case addressRefused(String, problem: String)
    case plainTextBeyondLoopback(String)
    case controlSocketTaken(String)
    case controlSocket(String, problem: String)
    case certificate(String, problem: String)
}

extension GatewayError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .addressInUse(let address):
            "\(address) is in use by another program; end that program, or set `listen` to another port"
        case .addressRefused(let address, let problem):
            "cannot listen on \(address): \(problem); set `listen` to an address of this machine and a port above 1023"
        case .plainTextBeyondLoopback(let address):
            "listening on \(address) without TLS would show every password and token to the network; "
                + "give TLS files, declare a TLS proxy, or listen on 127.0.0.1"
        case .controlSocketTaken(let path):
            "another gateway answers on \(path); stop it first, or use another state directory"
        case .controlSocket(let path, let problem):
            "cannot make the control socket \(path): \(problem); check that its directory is there and can be written"
        case .certificate(let path, let problem):
            "cannot use the TLS file \(path): \(problem); both files must be PEM and belong together"
        }
    }
}
