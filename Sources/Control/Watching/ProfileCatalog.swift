package import Servers
import Synchronization

/// The profiles in force, and what is wrong with those on disk when they could not take their place.
package final class ProfileCatalog: Sendable {
    private struct State {
        var profiles: ProfileSet
        var problems: [String] = []
    }

    private let state: Mutex<State>

    package init(_ profiles: ProfileSet) { state = Mutex(State(profiles: profiles)) }

    package var profiles: ProfileSet { state.withLock { $0.profiles } }

    /// One line each; empty while the profiles on disk, as last read, are in force.
    package var problems: [String] { state.withLock { $0.problems } }

    /// Puts newly read profiles in force, for launches from now on.
    package func replace(with profiles: ProfileSet) { state.withLock { $0 = State(profiles: profiles) } }

    /// Keeps the profiles in force and remembers why.
    package func refuse(_ problems: [String]) { state.withLock { $0.problems = problems } }
}
