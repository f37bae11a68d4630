/// How one part of the hub is.
package struct HealthFinding: Hashable, Sendable {
    package let part: Part
    package let verdict: Verdict
    /// What is wrong, for people; nil while nothing is.
    package let problem: String?
    /// What to do about it.
    package let remedy: String?

    package enum Part: String, CaseIterable, Sendable {
        case engine, isolation, store, gateway, certificate, profiles, disk, clock
    }

    /// `warn`: it goes on. `fail`: no server can be launched or reached.
    package enum Verdict: String, Sendable { case ok, warn, fail }

    static func ok(_ part: Part) -> HealthFinding {
        HealthFinding(part: part, verdict: .ok, problem: nil, remedy: nil)
    }

    static func warn(_ part: Part, _ problem: String, _ remedy: String) -> HealthFinding {
        HealthFinding(part: part, verdict: .warn, problem: problem, remedy: remedy)
    }

    static func fail(_ part: Part, _ problem: String, _ remedy: String) -> HealthFinding {
        HealthFinding(part: part, verdict: .fail, problem: problem, remedy: remedy)
    }
}
