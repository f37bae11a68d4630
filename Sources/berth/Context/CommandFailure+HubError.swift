import HubAPI

extension CommandFailure {
    /// What an error of the hub's client means to the person who typed the command.
    init(_ error: HubError) {
        switch error {
        case .unreachable(let url, let reason):
            self.init(
                "The hub at \(url) can't be reached: \(reason)",
                advice: "Is Berth running there? On its machine 'berth doctor' says what is wrong; "
                    + "another hub is chosen with --url or $BERTH_URL.",
                status: .hubAway)
        case .timeout(let call):
            self.init(
                "The hub did not answer in time (\(call))",
                advice: "What was asked may still be done: see 'berth status', then try again.", status: .hubAway)
        case .badAnswer(let what):
            self.init(
                "What answers at this address is not a Berth hub: \(what)",
                advice: "Check --url or $BERTH_URL; 'berth doctor' shows which one is used.", status: .hubAway)
        case .badAddress(let what):
            self.init(what, advice: "Check --url, $BERTH_URL and $BERTH_TOKEN.")
        case .refused(let status, let code, let message):
            self.init(status: status, code: code, message: message)
        }
    }

    private init(status: Int, code: String?, message: String?) {
        let said = message.map { "The hub says: \($0)" } ?? "The hub answered with status \(status) and no reason"
        switch status {
        case 401, 403: self.init(said, advice: Self.adviceForForbidden(code), status: .notAllowed)
        case 404:
            self.init(
                said, advice: "See what there is with 'berth ls'; others' servers are shown only to admins.",
                status: .notFound)
        case 424: self.init(said, advice: "Start it with 'berth launch'.", status: .notFound)
        case 409 where code == "below_use":
            self.init(said, advice: "Its limits are as they were. 'berth restart' takes the same options.")
        case 409 where code == "already_decided": self.init(said, advice: "'berth request ls' shows them all.")
        case 409 where code == "engine":
            self.init(said, advice: "Its limits are as they were. Tell an admin, who runs 'berth doctor' there.")
        case 409:
            self.init(said, advice: "See what it is doing with 'berth status', and try again when it is done.")
        case 429 where code == "workspace_too_large":
            self.init(said, advice: "'berth ls' shows how large it is.")
        case 429 where ["quota_exceeded", "too_many_requests"].contains(code): self.init(said)
        case 429: self.init(said, advice: "Stop something first: 'berth ls' shows what runs.")
        case 421:
            self.init(said, advice: "Use the address that the hub's configuration calls hub_url.", status: .hubAway)
        case 503 where code == "draining": self.init(said, advice: "'berth drain --status' says until when.")
        case 502, 503, 504:
            self.init(
                said, advice: "Try again in a moment. If it stays so, 'berth doctor' on the hub's machine says why.",
                status: .hubAway)
        case 500...: self.init(said, advice: "That is a failure of the hub: its log has the reason.")
        default: self.init(said, advice: Self.adviceForBadRequest(code))
        }
    }

    private static func adviceForBadRequest(_ code: String?) -> String? {
        switch code {
        case "already_running": "Open it with 'berth open'; to launch it anew, stop it first with 'berth stop'."
        case "unknown_profile", "never_fits": "'berth profiles' shows what can be asked for."
        case "ceiling":
            "'berth profiles' shows what can be asked for; 'berth request' asks an admin for more, for a while."
        default: nil
        }
    }

    private static func adviceForForbidden(_ code: String?) -> String {
        code == "missing_scope"
            ? "This token may do less than that: ask an admin, or use another token."
            : "The token is missing, wrong, expired or revoked: check $BERTH_TOKEN and ~/.config/berth/credentials.json."
    }
}
