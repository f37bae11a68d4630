import Accounts
import Foundation
import Servers

/// Which origin a request came to, told by its `Host`.
struct Hosts {
    let origins: Origins

    /// What a `Host` is.
    struct Kind: Hashable {
        let isHub: Bool
        let isNotebook: Bool
        var isKnown: Bool { isHub || isNotebook }
    }

    func kind(of host: String) -> Kind {
        let isHub = host == normal(origins.hub.host, scheme: origins.hub.scheme)
        return Kind(isHub: isHub, isNotebook: isNotebook(host) && !(isHub && origins.isPerOwner))
    }

    /// The host in lower case, without a port that its scheme implies.
    func normal(_ host: String) -> String { normal(host, scheme: origins.hub.scheme) }

    /// Whether `owner`'s servers are on `host`.
    func serves(_ host: String, owner: UserName) -> Bool { origins.notebooks(of: owner).host == host }

    private func normal(_ host: String, scheme: String) -> String {
        let host = host.lowercased()
        let implied = scheme == "https" ? ":443" : ":80"
        return host.hasSuffix(implied) ? String(host.dropLast(implied.count)) : host
    }

    private func isNotebook(_ host: String) -> Bool {
        // Two owners' hosts differ only in their labels: what is around the label is the template's.
        guard origins.isPerOwner else { return host == origins.notebookHostTemplate }
        let around = origins.notebookHostTemplate.components(separatedBy: "{user}")
        guard around.count == 2, host.hasPrefix(around[0]), host.hasSuffix(around[1]),
            host.utf8.count > around[0].utf8.count + around[1].utf8.count
        else { return false }
        let label = host.utf8.dropFirst(around[0].utf8.count).dropLast(around[1].utf8.count)
        return label.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
    }
}

extension Origins {
    /// The notebook template's host with port, `{user}` left in it, as browsers send it.
    fileprivate var notebookHostTemplate: String {
        let rest = notebookTemplate.lowercased().components(separatedBy: "://").last ?? ""
        let host = rest.split(separator: "/").first.map(String.init) ?? ""
        let implied = notebookTemplate.lowercased().hasPrefix("https") ? ":443" : ":80"
        return host.hasSuffix(implied) ? String(host.dropLast(implied.count)) : host
    }
}
