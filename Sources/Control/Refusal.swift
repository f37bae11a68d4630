package import Servers

/// Why a use-case did not do what was asked, in terms that API, page and CLI all pass on.
package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    package let kind: Kind
    /// A stable word for programs, snake_case: `ceiling`, `already_running`, `unknown_profile`.
    package let code: String
    /// What happened, why, and what to do, for people.
    package let message: String
    /// When trying again may help; nil where nothing is known of it.
    package let retryAfter: Duration?
    /// The field that it is about; nil where it is about none in particular.
    package let field: String?

    package enum Kind: Hashable, Sendable {
        case badRequest, forbidden, notFound, conflict, quota
        /// Not now; try again after a while.
        case unavailable
    }

    package init(
        _ kind: Kind, code: String, _ message: String, retryAfter: Duration? = nil, field: String? = nil
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
        self.field = field
    }

    /// A bad value, as a refusal.
    package init(_ invalid: InvalidValue, code: String = "bad_value") {
        self.init(.badRequest, code: code, invalid.description, field: invalid.field)
    }

    package var description: String { message }

    /// JupyterHub's answer to a scope that is not held.
    package static func missingScope(_ scope: String) -> Refusal {
        Refusal(
            .forbidden, code: "missing_scope",
            "Action is not authorized with current scopes; requires any of [\(scope)]")
    }

    /// JupyterHub's answer to a resource that is not there or not visible.
    package static var notVisible: Refusal {
        Refusal(.notFound, code: "not_found", "No access to resources or resources not found")
    }
}
