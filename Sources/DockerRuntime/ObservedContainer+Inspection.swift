import DockerEngine
import Servers

extension ObservedContainer {
    /// The domain's view of an inspected container; nil when its labels do not name a server and a generation.
    init?(_ inspection: ContainerInspection) {
        let labels = inspection.labels
        guard let server = labels[ContainerLabels.serverKey],
            let generation = labels[ContainerLabels.generationKey].flatMap({ Int($0) })
        else { return nil }
        self.init(
            id: ContainerID(inspection.id), name: inspection.name, server: ServerID(server), generation: generation,
            state: State(inspection.state), startedAt: inspection.state.startedAt?.date.map { Timestamp($0) },
            finishedAt: inspection.state.running ? nil : inspection.state.finishedAt?.date.map { Timestamp($0) },
            endpoint: inspection.state.running ? inspection.endpoint : nil, limits: ContainerLimits(inspection.host))
    }
}

extension ObservedContainer.State {
    /// Words that later engines may add are kept as `unknown`.
    init(_ state: ContainerState) {
        switch state.status {
        case .created: self = .created
        case .running: self = .running
        case .paused: self = .paused
        case .restarting: self = .restarting
        case .removing: self = .removing
        case .exited: self = .exited(code: state.exitCode, oomKilled: state.oomKilled)
        case .dead: self = .dead
        default: self = .unknown(state.status.rawValue)
        }
    }
}

extension ContainerInspection {
    /// Where Jupyter answers: the published port where there is one, else the address on the one network it is on.
    fileprivate var endpoint: Servers.Endpoint? {
        let key = CreateContainer.portKey(notebookPort)
        if host.portBindings?[key] != nil {
            let bindings = network?.ports[key].flatMap { $0 } ?? []
            guard let port = bindings.compactMap({ Int($0.hostPort) }).first else { return nil }
            return Servers.Endpoint(host: "127.0.0.1", port: port)
        }
        guard let address = network?.networks.values.map(\.address).first(where: { !$0.isEmpty }) else { return nil }
        return Servers.Endpoint(host: address, port: notebookPort)
    }
}
