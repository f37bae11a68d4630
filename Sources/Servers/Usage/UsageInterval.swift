/// What was reserved for one server, and used by it, in a time in which neither that nor anything else of it changed.
///
/// `ended` is `began` and the time that really passed, as a clock tells that nobody sets: intervals of one server follow
/// each other without overlap, without a gap while it runs, and add up to the time that it ran.
package struct UsageInterval: Hashable, Sendable {
    package let server: ServerID
    package let generation: Int
    package let subject: UsageSubject
    package let reserved: ReservedAmount
    package let began: Timestamp
    package let ended: Timestamp
    package let used: UsedAmount

    package init(
        server: ServerID, generation: Int, subject: UsageSubject, reserved: ReservedAmount, began: Timestamp,
        ended: Timestamp, used: UsedAmount
    ) {
        self.server = server
        self.generation = generation
        self.subject = subject
        self.reserved = reserved
        self.began = began
        self.ended = ended
        self.used = used
    }
}

/// What use is summed by, as it was then.
package struct UsageSubject: Hashable, Sendable, Codable {
    package let key: ServerKey
    /// Those of the owner when it was launched.
    package let groups: [String]
    package let profile: ProfileID
    package let node: NodeID
    /// Nil while it is being pulled.
    package var image: ImageDigest?

    package init(key: ServerKey, groups: [String], profile: ProfileID, node: NodeID, image: ImageDigest?) {
        self.key = key
        self.groups = groups
        self.profile = profile
        self.node = node
        self.image = image
    }
}

/// What is kept for a server, so that nobody else can have it.
package struct ReservedAmount: Hashable, Sendable, Codable {
    /// What admission counts, and the hard limit.
    package let cpu: Resources.CPU
    package let memory: Bytes
    package let gpus: Int

    package init(cpu: Resources.CPU, memory: Bytes, gpus: Int = 0) {
        self.cpu = cpu
        self.memory = memory
        self.gpus = gpus
    }

    init(_ reservation: Reservation) {
        self.init(
            cpu: reservation.resources.cpu, memory: reservation.resources.memory, gpus: reservation.gpus.count)
    }
}
