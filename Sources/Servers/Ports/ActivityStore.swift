/// The port to where evidence is kept, so that a control plane that starts anew knows what the one before saw.
package protocol ActivityStore: Sendable {
    /// What was last kept of each server.
    func evidence() async throws -> [ServerID: [Evidence]]

    /// Keeps this of each server in place of what was kept of it, in one transaction; none forgets it. A server that is
    /// not there is passed over.
    func keepEvidence(_ evidence: [ServerID: [Evidence]]) async throws
}
