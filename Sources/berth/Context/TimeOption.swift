import ArgumentParser

/// How long, as people write it.
enum TimeOption {
    /// Seconds; throws what is right for anything else.
    @Sendable
    static func seconds(_ text: String) throws -> Int {
        guard let seconds = TimeText.seconds(text) else {
            throw ValidationError("expected a time such as 90s, 45m, 12h, 1d or 2w")
        }
        return seconds
    }
}
