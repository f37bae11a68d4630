package import Accounts
package import Servers

/// Keeps in the audit log that somebody tried what they may not, as far as the budget for that goes (`RefusalBudget`).
package struct NoteRefusal: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// - Parameters:
    ///   - target: whose server or account it was about, as far as the request says; else empty.
    ///   - request: what was asked, as `method` and `path`.
    package func callAsFunction(
        _ refusal: Refusal, target: String, request: AuditParameters, by principal: Principal
    ) async {
        await control.noteRefusal(
            principal.auditName, AuditEntry.refused, target: target, request, refusal.code, address: principal.address)
    }
}
