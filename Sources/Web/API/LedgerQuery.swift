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

    /// Throws `InvalidValue` for what cannot be used.
    init(_ request: Request, now: Timestamp) throws {
        (since, until) = try Self.span(since: request.query("since"), until: request.query("until"), now: now)
        owner = try request.query("owner").map { try UserName($0) }
        switch request.query("format") {
        case "csv": isCSV = true
        case "json": isCSV = false
        case nil: isCSV = request.headers[.accept]?.contains("text/csv") == true
        case let other?: throw Self.wrong("format", other, "json or csv")
        }
    }

    /// The time between two moments that somebody looks back to; empty ones count as absent. Throws `InvalidValue` for one that
    /// cannot be used, and where nothing lies between them.
    static func span(
        since: String?, until: String?, now: Timestamp
    ) throws(InvalidValue) -> (since: Timestamp?, until: Timestamp?) {
        let first = try Timestamp(past: since, now: now, field: "since")
        let last = try Timestamp(past: until, now: now, field: "until")
        if let first, let last, first >= last {
            throw InvalidValue(field: "until", value: until ?? "", expected: "a moment after since")
        }
        return (first, last)
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

    private static func wrong(_ field: String, _ text: String, _ expected: String) -> InvalidValue {
        InvalidValue(field: field, value: text, expected: expected)
    }
}
