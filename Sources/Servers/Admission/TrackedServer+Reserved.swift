/// What a server takes of its node is told by its intent and its status alone, so that nothing is taken or given back twice.
extension TrackedServer {
    /// What is reserved for it now: from its admission until its end, and between the two generations of a restart.
    package var holding: Reservation? {
        guard let spec = server.spec else { return nil }
        if let outgoing {
            guard outgoing.isAdmitted else { return nil }
            return outgoing.reservation ?? Reservation(resources: spec.resources, gpus: spec.gpus)
        }
        if let kept = keptReservation { return Reservation(resources: spec.resources, gpus: kept.gpus) }
        guard let current, current.isAdmitted, let reserved else { return nil }
        return Reservation(resources: reserved, gpus: current.reservation?.gpus ?? spec.gpus)
    }

    /// What it may go on with when it was asked to start anew: all that its last generation had. Nil when it is not about to
    /// start anew, or asks for more than it had: then it queues as any other, and holds nothing meanwhile.
    package var keptReservation: Reservation? {
        guard outgoing == nil, server.desired == .running, let status, let reservation = status.reservation,
            let spec = server.spec
        else { return nil }
        let isBetween = status.generation < server.generation && status.reason == .restarted
        guard isBetween || current?.phase == .accepted else { return nil }
        let hasDevices = spec.gpuPool.map { pool in
            reservation.gpus.count == pool.count && reservation.gpus.allSatisfy(pool.devices.contains)
        }
        guard hasDevices ?? reservation.gpus.isEmpty else { return nil }
        return Room(reservation.resources).covers(Room(spec.resources)) ? reservation : nil
    }

    /// Whether it waits to be admitted.
    package var isQueued: Bool {
        server.generation > 0 && server.desired == .running && outgoing == nil && keptReservation == nil
            && (current == nil || current?.phase == .accepted)
    }
}

extension ServerStatus {
    /// Whether it was admitted and has not ended. What an earlier version admitted has no reservation.
    fileprivate var isAdmitted: Bool {
        switch phase {
        case .accepted, .finished: false
        case .launched, .startInitiated, .started: true
        case .killInitiated: reservation != nil || container != nil
        }
    }
}
