import Accounts
import Control
import Hummingbird
import Servers

extension WebContext {
    /// The user that the path names. A name that no user can have is 404, as an unknown one.
    func pathUser() throws -> UserName {
        do { return try UserName(segment("user")) } catch is InvalidValue { throw Refusal.notVisible }
    }

    /// The server that the path names, the default one where it names none. `new`: a bad name is 400 instead of 404.
    func pathServer(new: Bool = false) throws -> ServerKey {
        let owner = try pathUser()
        guard coreContext.parameters["server"] != nil else { return ServerKey(owner: owner) }
        do {
            return ServerKey(owner: owner, name: try ServerName(segment("server")))
        } catch let error as InvalidValue {
            throw new ? Refusal(error) : Refusal.notVisible
        }
    }

    /// The group that the path names. A name that no group can have is 404, as an unknown one.
    func pathGroup() throws -> GroupName {
        do { return try GroupName(segment("group")) } catch is InvalidValue { throw Refusal.notVisible }
    }
}
