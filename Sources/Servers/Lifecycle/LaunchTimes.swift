/// How long launches usually take, from a server's history.
package enum LaunchTimes {
    /// How many of the latest launches count.
    private static let counted = 9

    /// The median time from a launch's request to its start, of the latest launches in `events`; nil before the first.
    package static func usual(_ events: [ServerEvent]) -> Duration? {
        var asked: [Int: Timestamp] = [:]
        var times: [Duration] = []
        for event in events {
            switch event.kind {
            case .requested: asked[event.generation] = event.at
            case .started:
                if let since = asked.removeValue(forKey: event.generation) { times.append(event.at - since) }
            default: break
            }
        }
        let latest = times.suffix(counted).sorted()
        return latest.isEmpty ? nil : latest[latest.count / 2]
    }
}
