import ArgumentParser
import Foundation

/// Where the process starts.
///
/// The main thread only waits. An asynchronous `main` would end it, and a main thread that has ended keeps its user
/// for ever: the gateway would look like root's after it has become another user.
@main
enum Main {
    static func main() {
        Task.detached {
            await Berth.main()
            exit(0)
        }
        while true { pause() }
    }
}
