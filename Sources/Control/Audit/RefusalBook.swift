import Accounts
import Servers
import Synchronization

/// What of the refusals goes into the audit log.
package final class RefusalBook: Sendable {
    private let budget = Mutex(RefusalBudget())

    init() {}

    func admit(_ who: String, at now: Timestamp) -> Int? { budget.withLock { $0.admit(who, at: now) } }
}

extension ControlContext {
    /// A login that failed. Of a name that no account has nothing is kept: people type passwords there.
    func noteFailedLogin(of name: UserName?, _ code: String, address: String?) async {
        await noteRefusal(AuditEntry.nobody, "login", target: name?.value ?? "-", [:], code, address: address)
    }

    /// Writes that something was refused, as far as the budget goes. What was refused stays so whether it can be written or not.
    func noteRefusal(
        _ principal: String, _ action: String, target: String, _ parameters: AuditParameters, _ result: String,
        address: String?
    ) async {
        let now = time.now()
        guard let leftOut = refusals.admit("\(principal) \(address ?? "")", at: now) else { return }
        let before: AuditParameters = ["refusals_left_out": leftOut > 0 ? "\(leftOut)" : nil]
        try? await auditLog.note(
            AuditEntry(
                at: now, principal: principal, address: address, action: action, target: target,
                parameters: parameters.merging(before), result: result))
    }
}
