import Control
import HubAPI
import Hummingbird
import Servers

extension RequestObject {
    /// A time, or so many seconds from now.
    func dueTime(_ name: String) throws -> DueTime? {
        switch self[name] {
        case nil: nil
        case .string(let text)?: .at(try Timestamp(written: text, field: name))
        case .integer(let seconds)?: .after(.seconds(min(max(seconds, 0), 366 * 86_400)))
        case let value?: throw Self.wrong(name, value, "a time, or a number of seconds from now")
        }
    }
}
