package import Accounts

/// Tells what is wrong with the profiles on disk, where they could not take the place of those in force.
package struct ReadProfileProblems: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// One line each, none while what is on disk is in force. Throws `Refusal` 403 without `admin:servers`.
    package func callAsFunction(by principal: Principal) throws -> [String] {
        try principal.require(.adminServers)
        return control.profileProblems()
    }
}
