package import Servers

extension JupyterClient {
    /// The most deaths that are told of, and the longest text of each: a server may write what it likes.
    private static let mostDeaths = 50

    /// Maps to `GET berth/deaths`, which our own images answer (`images/README.md`).
    package func deaths(_ endpoint: Endpoint, basePath: String, token: String) async -> DeathReading {
        let address = JupyterAddress(endpoint: endpoint, basePath: basePath, token: token)
        // As short as a probe: it is asked again.
        let call = Call(.get, "berth/deaths", time: limits.probeTime, bytes: limits.callBytes)
        do {
            let told: Deaths = try decoded(try await transport.send(call, to: address))
            return .known(told.deaths.suffix(Self.mostDeaths).map(Self.death))
        } catch JupyterError.refused(status: 404) {
            return .untold
        } catch let error as JupyterError {
            return .unknown(error.description)
        } catch {
            return .unknown("the question was cancelled")
        }
    }

    private struct Deaths: Decodable {
        let deaths: [Death]
    }

    private struct Death: Decodable {
        let kernel: String
        let name: String
        let path: String?
        let at: JupyterTime
        let outOfMemory: Bool?

        private enum CodingKeys: String, CodingKey {
            case kernel, name, path, at
            case outOfMemory = "out_of_memory"
        }
    }

    private static func death(_ death: Death) -> KernelDeath {
        KernelDeath(
            kernel: cut(death.kernel), name: cut(death.name), path: death.path.map(cut), at: death.at.timestamp,
            outOfMemory: death.outOfMemory)
    }
}
