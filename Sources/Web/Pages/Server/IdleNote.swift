import Accounts
import HubAPI
import Servers

/// Whether a server is stopped for being idle, when, and why or why not.
struct IdleNote {
    /// What happens, as a sentence.
    let sentence: String
    let kind: String
    /// When it would be stopped if nothing more happened; nil: never, or now.
    let until: Moment?
    /// What decided, the most important first.
    let reasons: [String]
    /// The form that holds a stop off; nil where there is none to hold off, or it is not theirs who look.
    let keep: Keep?

    struct Moment {
        let at: String
        /// How long until then.
        let left: String
    }

    struct Keep {
        let action: String
        let label: String
    }

    init(_ made: ServerVerdict, of key: ServerKey, mayKeep: Bool, _ origins: Origins) {
        reasons = made.sentences.map(\.capitalisedFirst)
        until = made.verdict.changesAt.map { Moment(at: $0.description, left: ($0 - made.at).roughly) }
        keep =
            mayKeep && made.canBeHeldOff
            ? Keep(
                action: origins.path(HubPaths.form("keep", key.owner.value, key.name.value)),
                label: "Keep it for \(made.policy.usualKeep.words)") : nil
        switch made.action {
        case .keep:
            sentence = made.verdict.changesAt == nil ? "It stays" : "It stays for at least"
            kind = "ready"
        case .warn:
            sentence = "It is stopped, unless somebody uses it, in"
            kind = "pending"
        case .reap:
            sentence = "It is about to be stopped"
            kind = "failed"
        }
    }
}
