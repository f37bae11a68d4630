package import Servers

/// A typed client of the REST API of Jupyter Servers. One value for all of them; copies share it.
///
/// Typed calls carry `no_track_activity`, so that asking does not keep a server from being idle. Each call is bounded in
/// time, body included, and in bytes; redirects are never followed; no connection is used twice, since another container
/// may have the address by then. Every typed call throws `JupyterError` or `CancellationError`.
package struct JupyterClient: NotebookProbe {
    /// How long calls may take and how much they may answer.
    package struct Limits: Hashable, Sendable {
        package var probeTime: Duration
        package var probeBytes: Int
        package var callTime: Duration
        package var callBytes: Int

        package init(
            probeTime: Duration = .seconds(2), probeBytes: Int = 64 << 10, callTime: Duration = .seconds(5),
            callBytes: Int = 1 << 20
        ) {
            self.probeTime = probeTime
            self.probeBytes = probeBytes
            self.callTime = callTime
            self.callBytes = callBytes
        }
    }

    let limits: Limits
    let transport: HTTPTransport

    package init(limits: Limits = Limits()) {
        self.limits = limits
        transport = HTTPTransport()
    }

    /// Closes all connections; calls under way fail. Must be called once before the client goes away.
    package func shutdown() async { await transport.shutdown() }

    /// Maps to `GET api/status`. Ready is 200 with a JSON object that has `started`.
    package func probe(_ endpoint: Endpoint, basePath: String, token: String) async -> ProbeAnswer {
        let address = JupyterAddress(endpoint: endpoint, basePath: basePath, token: token)
        let call = Call(.get, "api/status", time: limits.probeTime, bytes: limits.probeBytes)
        do {
            let status: ProbedStatus = try decoded(try await transport.send(call, to: address))
            return status.started.isEmpty ? .notReady("it has not started") : .ready
        } catch let error as JupyterError {
            return .notReady(error.description)
        } catch {
            return .notReady("cancelled")
        }
    }
}

/// Where one Jupyter Server answers, and what it requires.
package struct JupyterAddress: Hashable, Sendable {
    package let endpoint: Endpoint
    /// With both slashes: `/user/ada/`.
    package let basePath: String
    package let token: String

    package init(endpoint: Endpoint, basePath: String, token: String) {
        self.endpoint = endpoint
        self.basePath = basePath
        self.token = token
    }
}

private struct ProbedStatus: Decodable {
    let started: String
}
