import Foundation
import Settings

extension HostChecks {
    /// Whether the names of the origins are found: the hub's, and one that stands for any user's.
    static func names(_ settings: BerthSettings, resolves: (String) -> Bool) -> [Check] {
        let sample = settings.notebookURL.address(label: "berth-doctor").host
        return [("hub_url", settings.hubURL.host), ("notebook_url", sample)].map { key, host in
            if host == "localhost" || host.hasSuffix(".localhost") {
                return .ok("names", "\(host): browsers take it for this machine")
            }
            if resolves(host) { return .ok("names", "\(host) is found (\(key))") }
            let isSample = key == "notebook_url" && host.hasPrefix("berth-doctor.")
            let record = isSample ? "*.\(host.dropFirst("berth-doctor.".count))" : host
            return .fail(
                "names", "\(host) is not found (\(key))",
                advice: "Add \(record) to the DNS, pointing to the gateway\(isSample ? ": a wildcard" : "").")
        }
    }

    static func resolves(_ host: String) -> Bool {
        var found: UnsafeMutablePointer<addrinfo>?
        let bare = host.filter { $0 != "[" && $0 != "]" }
        defer { if let found { freeaddrinfo(found) } }
        return getaddrinfo(bare, nil, nil, &found) == 0
    }
}
