import Control
import Foundation
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// Which part of the ledger a request asks for, and in which form.
struct LedgerQuery {
    let since: Timestamp?
    let until: Timestamp?
    let owner: UserName?
    private let isCSV: Bool

    /// Throws 400 for what cannot be used.
    init(_ request: Request, now: Timestamp) throws {
        since = try Self.moment("since", request, now)
        until = try Self.moment("until", request, now)
        owner = try request.query("owner").map { try UserName($0) }
        if let since, let until, since >= until {
            throw Refusal(.badRequest, code: "bad_value", "until: it is not after since; nothing lies between them")
        }
        switch request.query("format") {
        case "csv": isCSV = true
        case "json": isCSV = false
        case nil: isCSV = request.headers[.accept]?.contains("text/csv") == true
        case let other?: throw Self.wrong("format", other, "json or csv")
        }
    }

    /// Of what there is a row each.
    func key(_ request: Request) throws -> UsageKey {
        guard let word = request.query("by") else { return .user }
        guard let key = UsageKey(rawValue: word) else {
            throw Self.wrong("by", word, "one of \(UsageKey.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return key
    }

    /// The value in the form that was asked for.
    func answer(_ value: some Encodable, _ csv: CSVText) throws -> Response {
        isCSV ? .text(csv.text, type: "text/csv; charset=utf-8; header=present") : try .json(value)
    }

    private static func moment(_ field: String, _ request: Request, _ now: Timestamp) throws -> Timestamp? {
        guard let text = request.query(field) else { return nil }
        if let ago = Duration(written: text) { return now - ago }
        let date =
            (try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text))
            ?? (try? Date.ISO8601FormatStyle().parse(text))
            ?? (try? Date.ISO8601FormatStyle().parse(text + "T00:00:00Z"))
        // Far enough away it is no number of microseconds.
        guard let date, abs(date.timeIntervalSince1970) < 1e11 else {
            throw wrong(field, text, "how long ago, such as 7d, or a time such as 2026-01-31 or 2026-01-31T12:00:00Z")
        }
        return Timestamp(date)
    }

    private static func wrong(_ field: String, _ text: String, _ expected: String) -> Refusal {
        Refusal(
            .badRequest, code: "bad_value", "\(field): '\(text.prefix(100))' cannot be used; expected \(expected)")
    }
}
