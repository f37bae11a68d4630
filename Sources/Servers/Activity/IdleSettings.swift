/// What the operator says of idle servers, for all of them.
package struct IdleSettings: Hashable, Sendable {
    /// What holds where neither profile nor group says otherwise.
    package var policy: IdlePolicy
    /// Whether anything is stopped by policy at all.
    package var isOn: Bool
    /// How often each started server is looked at.
    package var lookInterval: Duration

    package init(
        policy: IdlePolicy = IdlePolicy(), isOn: Bool = true, lookInterval: Duration = .seconds(60)
    ) {
        self.policy = policy
        self.isOn = isOn
        self.lookInterval = lookInterval
    }
}
