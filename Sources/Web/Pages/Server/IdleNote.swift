import Servers

/// Whether a server is stopped for being idle, when, and why or why not.
struct IdleNote {
    /// What happens, as a sentence.
    let sentence: String
    let kind: String
    /// When it would be stopped if nothing more happened.
    let until: String?
    /// What decided, the most important first.
    let reasons: [String]

    init(_ made: ServerVerdict) {
        reasons = made.sentences.map { $0.prefix(1).uppercased() + $0.dropFirst() }
        until = made.verdict.changesAt?.forPages
        switch made.action {
        case .keep:
            sentence = made.verdict.changesAt == nil ? "It stays" : "It stays at least until"
            kind = "ready"
        case .warn:
            sentence = "It is stopped, unless something happens, at"
            kind = "pending"
        case .reap:
            sentence = "It is about to be stopped"
            kind = "failed"
        }
    }
}
