import Foundation
import NIOCore

extension JupyterClient {
    /// Maps to `GET api/status`.
    package func status(of address: JupyterAddress) async throws -> JupyterStatus {
        try decoded(try await transport.send(call(.get, "api/status"), to: address))
    }

    /// Maps to `GET api/kernels`.
    package func kernels(of address: JupyterAddress) async throws -> [JupyterKernel] {
        try decoded(try await transport.send(call(.get, "api/kernels"), to: address))
    }

    /// Maps to `GET api/sessions`.
    package func sessions(of address: JupyterAddress) async throws -> [JupyterSession] {
        try decoded(try await transport.send(call(.get, "api/sessions"), to: address))
    }

    /// Maps to `GET api/terminals`. Empty where terminals are switched off.
    package func terminals(of address: JupyterAddress) async throws -> [JupyterTerminal] {
        do {
            return try decoded(try await transport.send(call(.get, "api/terminals"), to: address))
        } catch JupyterError.refused(status: 404) {
            return []
        }
    }

    /// Maps to `DELETE api/kernels/{id}`. No error when there is no such kernel.
    package func shutdownKernel(_ id: String, of address: JupyterAddress) async throws {
        let segment = id.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["-", "_"])) ?? ""
        do {
            _ = try await transport.send(call(.delete, "api/kernels/\(segment)"), to: address)
        } catch JupyterError.refused(status: 404) {
            return
        }
    }

    /// Maps to `POST api/shutdown`: ends the whole server.
    package func shutdownServer(_ address: JupyterAddress) async throws {
        _ = try await transport.send(call(.post, "api/shutdown"), to: address)
    }

    private func call(_ method: Call.Method, _ path: String) -> Call {
        Call(method, path + "?no_track_activity=1", time: limits.callTime, bytes: limits.callBytes)
    }

    func decoded<Answer: Decodable>(_ body: ByteBuffer) throws(JupyterError) -> Answer {
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(body.readableBytesView))
        } catch {
            throw .unusable("the answer is not Jupyter's")
        }
    }
}
