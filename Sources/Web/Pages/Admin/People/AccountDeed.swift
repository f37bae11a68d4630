import Accounts

/// What an admin does with an account on its page; the raw value is the last part of the form's target.
enum AccountDeed: String, CaseIterable {
    case promote, demote, enable, disable, remove

    static func possible(for user: User) -> [AccountDeed] {
        switch user.standing {
        case .active: [user.isAdmin ? .demote : .promote, .disable, .remove]
        case .disabled: [.enable, .remove]
        case .leaving: []
        }
    }

    var label: String {
        switch self {
        case .promote: "Make an admin…"
        case .demote: "Make an admin no longer…"
        case .enable: "Enable"
        case .disable: "Disable…"
        case .remove: "Remove…"
        }
    }

    /// Whether it asks first.
    var asks: Bool { self != .enable }

    func change(purge: Bool) -> UserChange {
        switch self {
        case .promote: .makeAdmin
        case .demote: .makeOrdinary
        case .enable: .enable
        case .disable: .disable
        case .remove: .remove(purge: purge)
        }
    }

    /// The question about it.
    /// - Parameters:
    ///   - isOwn: whether the asker's own account is meant.
    ///   - place: where the person's page is.
    func consequences(for user: User, servers: Int, isOwn: Bool, place: String) -> Consequences {
        let name = user.name
        var question = Consequences(
            title: "\(verb) \(name)?", lost: lost(servers), kept: kept, action: "\(place)/\(rawValue)",
            verb: "\(verb) \(name)", back: place)
        let takesAway = change(purge: false).takesAway
        question.warning =
            isOwn && takesAway ? "This is your own account: you are logged out, and cannot undo it yourself." : nil
        if self == .promote { question.title = "Make \(name) an admin?" }
        if self == .demote { question.title = "Make \(name) an admin no longer?" }
        question.option =
            self == .remove
            ? .init(name: "purge", label: "Delete the files, too: nothing brings them back") : nil
        return question
    }

    private var verb: String {
        switch self {
        case .promote: "Promote"
        case .demote: "Demote"
        case .enable: "Enable"
        case .disable: "Disable"
        case .remove: "Remove"
        }
    }

    private func lost(_ servers: Int) -> [Consequences.Loss] {
        switch self {
        case .promote:
            ["Privacy of others before this person: an admin sees and manages everybody’s accounts and servers."]
        case .demote: ["Sight of others’ accounts and servers. They are logged out, and what they have open closes."]
        case .enable: []
        case .disable:
            ["They are logged out and cannot log in, and tokens do not count."] + Self.stopped(servers)
        case .remove:
            ["The account, its password and its tokens."] + Self.stopped(servers)
        }
    }

    private static func stopped(_ servers: Int) -> [Consequences.Loss] {
        switch servers {
        case 0: []
        case 1: ["What their server has in memory: it stops."]
        default: ["What their \(servers) servers have in memory: they stop."]
        }
    }

    private var kept: [String] {
        switch self {
        case .promote: ["All that is theirs. It can be undone here."]
        case .demote: ["Their own servers, files and tokens."]
        case .enable: []
        case .disable: ["Files, password, tokens. Enabling the account brings all back."]
        case .remove:
            [
                "Files: they are put aside on the hub’s machine, and no later user of that name is given them.",
                "The history and the audit log.",
            ]
        }
    }
}
