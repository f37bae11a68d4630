/// Which of a container's output to send.
package struct LogOptions: Sendable, Equatable {
    /// Goes on until the container ends.
    package var follow = false
    /// How many of the last lines; nil is all.
    package var tail: Int?
    /// Only what was written at or after this time, nanoseconds since 1970.
    package var since: Int64?
    package var stdout = true
    package var stderr = true
    /// Puts the time before each line.
    package var timestamps = false

    package init() {}
}
