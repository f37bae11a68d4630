import Accounts
import Control
import HubAPI
import Servers

/// Why a server does not run, with the last lines of its log where it ended by itself, and the ways to start it; drawn by the
/// template `stopped`.
struct StoppedServer {
    let message: String
    /// What was found out of it beside.
    let detail: String?
    /// What can be done about it.
    let advice: String?
    /// The last lines of its log.
    let lines: String?
    /// What one click starts it with; nil where it was never launched, or its profile cannot be had any more: then one must
    /// be chosen.
    let again: String?
    /// Nil for who may not launch it.
    let form: LaunchForm?
    /// Whether the form is of interest where one click is enough.
    let isOpen: Bool

    /// How many lines of its log it shows.
    private static let length = 30

    /// - Parameters:
    ///   - tracked: nil for one that was never launched.
    ///   - path: where to go within the server once it runs.
    ///   - stay: the page that whoever has scripts stays on while it starts.
    ///   - fields: what was filled in.
    ///   - problem: why it was not launched with that.
    init(
        _ tracked: TrackedServer?, _ key: ServerKey, path: String? = nil, stay: StayPage? = nil,
        typed fields: LaunchFields? = nil, problem: FormProblem? = nil, _ useCases: UseCases, by principal: Principal
    ) async {
        let server = tracked?.server.generation == 0 ? nil : tracked?.server
        let reason = tracked?.current?.reason
        message =
            reason.map { "It ended: \($0.sentence(isOwn: key.owner == principal.user.name))." }
            ?? (server == nil ? "It has not been launched yet." : "It is not running.")
        detail = tracked?.hasFailed == true ? tracked?.current?.message : nil
        lines = tracked?.endedByItself == true ? await Self.lines(of: key, useCases, by: principal) : nil
        guard principal.permissions.allows(.servers, server: key) else {
            (advice, again, form, isOpen) = (nil, nil, nil, false)
            return
        }
        advice = reason?.advice
        let form = await LaunchForm(
            action: useCases.origins.path(HubPaths.spawn(key.owner.value, key.name.value)), stay: stay, path: path,
            refused: useCases.whyNoneStarts(), useCases, for: principal, last: server?.spec?.profile,
            typed: fields, problem: problem)
        again = server.flatMap { Self.again($0, form) }
        self.form = form
        isOpen = tracked?.hasFailed == true || form.isAtIt
    }

    /// Nil where there are none, or whoever looks may not read them.
    private static func lines(of key: ServerKey, _ useCases: UseCases, by principal: Principal) async -> String? {
        guard let log = try? await useCases.readLog(key, by: principal), !log.isEmpty else { return nil }
        return String(decoding: LogTail.lines(length, of: log), as: UTF8.self).printable
    }

    private static func again(_ server: Server, _ form: LaunchForm) -> String? {
        guard let spec = server.spec,
            form.profiles.contains(where: { $0.id == (server.options.profile ?? spec.profile).value })
        else { return nil }
        return server.nextOptions.map { "as chosen: \($0.chosen)" } ?? spec.figures
    }
}

extension String {
    /// Without control characters other than line feeds and tabs: what a program wrote for a terminal, for a page.
    fileprivate var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.filter {
                    $0 == "\n" || $0 == "\t" || ($0.value >= 0x20 && !(0x7f...0x9f).contains($0.value))
                }))
    }
}
