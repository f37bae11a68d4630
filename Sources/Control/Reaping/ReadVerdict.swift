package import Servers

/// Tells what is to be done with servers by policy, and why.
package struct ReadVerdict: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// What holds at present: asked for once for many servers. Throws what the store throws.
    package func terms() async throws -> IdleTerms { try await control.idleTerms() }

    /// The verdict on a server whose sight was granted; nil for one that is not started.
    package func callAsFunction(_ tracked: TrackedServer, by terms: IdleTerms) -> ServerVerdict? {
        control.verdict(on: tracked, by: terms, at: control.time.now())
    }
}
