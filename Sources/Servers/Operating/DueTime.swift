/// When something is to happen, as people and programs say it.
package enum DueTime: Hashable, Sendable {
    case at(Timestamp)
    /// From now.
    case after(Duration)

    /// Such a time is within the next 30 days.
    private static let farthest = Duration.seconds(30 * 86_400)

    /// The time that is meant; throws `InvalidValue` for `field` when it is over already or too far away.
    package func time(from now: Timestamp, field: String) throws(InvalidValue) -> Timestamp {
        let time =
            switch self {
            case .at(let time): time
            case .after(let duration): now + min(duration, Self.farthest + .seconds(1))
            }
        guard time > now, time <= now + Self.farthest else {
            throw InvalidValue(field: field, value: "\(time)", expected: "a time within the next 30 days")
        }
        return time
    }
}
