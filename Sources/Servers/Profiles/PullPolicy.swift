/// When a launch asks an image's registry for it. The next launch takes what its tag then points to.
package enum PullPolicy: String, Hashable, Sendable, Codable, CaseIterable {
    /// Where this machine does not have it.
    case missing
    /// Each time; a launch fails when the registry does not answer.
    case always
    /// Not at all.
    case never
}
