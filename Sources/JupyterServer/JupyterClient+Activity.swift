package import Servers

extension JupyterClient {
    /// The most terminals that are told of.
    private static let mostTerminals = 100

    /// Maps to `GET api/kernels`, `GET api/sessions` and `GET api/terminals`, side by side.
    package func activity(_ endpoint: Endpoint, basePath: String, token: String) async -> NotebookReading {
        let address = JupyterAddress(endpoint: endpoint, basePath: basePath, token: token)
        async let terminals = terminals(of: address)
        let kernels = await kernels(endpoint, basePath: basePath, token: token)
        do {
            let terminals = try await terminals
            switch kernels {
            case .known(let kernels):
                return .known(
                    NotebookActivity(
                        kernels: kernels, terminals: terminals.prefix(Self.mostTerminals).map(Self.terminal)))
            case .unknown(let why): return .unknown(why)
            }
        } catch let error as JupyterError {
            return .unknown(error.description)
        } catch {
            return .unknown("the question was cancelled")
        }
    }

    private static func terminal(_ terminal: JupyterTerminal) -> NotebookTerminal {
        NotebookTerminal(name: cut(terminal.name), lastActivity: terminal.lastActivity?.timestamp)
    }
}
