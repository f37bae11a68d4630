import Control
import HTTPTypes
import Hummingbird

/// What a browser calls itself, in the words people use.
enum BrowserName {
    /// `Firefox on Linux`, as well as it can be told from a `User-Agent`; nil without one.
    static func summary(_ userAgent: String?) -> String? {
        guard let text = userAgent?.prefix(512), !text.isEmpty else { return nil }
        let program = named(text, programs) ?? String(text.prefix { $0 != "/" && $0 != " " }.prefix(40))
        return named(text, systems).map { "\(program) on \($0)" } ?? program
    }

    /// In this order: browsers also carry the names of those that they imitate.
    private static let programs = [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"),
    ]
    private static let systems = [
        ("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iOS"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ]

    private static func named(_ text: Substring, _ table: [(mark: String, name: String)]) -> String? {
        table.first { text.contains($0.mark) }?.name
    }
}

extension Request {
    /// Who sent it, as far as it can be told.
    var loginClient: LoginClient {
        LoginClient(address: headers[.berthAddress], browser: BrowserName.summary(headers[.userAgent]))
    }
}
