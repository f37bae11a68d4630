package import Servers

/// What holds for the servers of some owners at one moment: their groups, and by these the verdicts. Made once for a list.
package struct FleetTerms: Sendable {
    private let policies: [UserName: [NamedPolicy]]
    private let idle: IdleTerms
    private let control: ControlContext
    private let now: Timestamp

    /// - Parameter policies: what the owners' groups say.
    init(_ policies: [UserName: [NamedPolicy]], _ control: ControlContext) {
        self.policies = policies
        self.control = control
        idle = control.idleTerms(by: policies)
        now = control.time.now()
    }

    /// The owner's groups, by name.
    package func groups(of owner: UserName) -> [String] { policies[owner]?.map(\.name) ?? [] }

    /// What is to be done with a server; nil for one that is not started.
    package func verdict(on tracked: TrackedServer) -> ServerVerdict? {
        control.verdict(on: tracked, by: idle, at: now)
    }
}
