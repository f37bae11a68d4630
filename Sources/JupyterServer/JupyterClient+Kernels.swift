package import Servers

extension JupyterClient {
    /// The most kernels that are told of, and the longest text of each: a server may write what it likes.
    private static let mostKernels = 100
    private static let longestText = 200

    /// Maps to `GET api/kernels` and `GET api/sessions`, side by side.
    package func kernels(_ endpoint: Endpoint, basePath: String, token: String) async -> KernelReading {
        let address = JupyterAddress(endpoint: endpoint, basePath: basePath, token: token)
        do {
            async let sessions = sessions(of: address)
            let kernels = try await kernels(of: address)
            let paths = Dictionary(
                try await sessions.compactMap { session in session.kernel.map { ($0.id, session.path) } }
            ) { first, _ in first }
            return .known(kernels.prefix(Self.mostKernels).map { Self.kernel($0, path: paths[$0.id]) })
        } catch let error as JupyterError {
            return .unknown(error.description)
        } catch {
            return .unknown("the question was cancelled")
        }
    }

    private static func kernel(_ kernel: JupyterKernel, path: String?) -> NotebookKernel {
        NotebookKernel(
            id: cut(kernel.id), name: cut(kernel.name), path: path.map(cut),
            state: cut(kernel.executionState ?? "unknown"),
            lastActivity: kernel.lastActivity?.timestamp, connections: max(kernel.connections ?? 0, 0))
    }

    static func cut(_ text: String) -> String { String(text.prefix(longestText)) }
}
