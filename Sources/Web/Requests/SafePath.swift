import Foundation

/// Paths that came from outside and that a browser is sent to: only ever within where they belong.
enum SafePath {
    /// `text` when it is an absolute path of the hub's own, with query; nil for anything that a browser could take for
    /// another host (`//host`, `/\host`), or that has control characters.
    static func hub(_ text: String) -> String? {
        guard text == "/hub" || text.hasPrefix("/hub/") || text.hasPrefix("/hub?"), text.utf8.count <= 2048,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }),
            !text.prefix(while: { $0 != "?" }).contains("//")
        else { return nil }
        return text
    }

    /// `text` as a path below a server's own, with query; `lab` when there is none or it leaves that place. A file below
    /// `notebooks/`, as people name it from their home and as older links do, is opened in JupyterLab.
    static func withinServer(_ text: String?) -> String {
        guard let text, !text.isEmpty, text.utf8.count <= 2048, !text.utf8.contains(UInt8(ascii: "\\")),
            !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f })
        else { return "lab" }
        let relative = text.drop { $0 == "/" }
        let path = relative.prefix { $0 != "?" }
        let leaves = path.split(separator: "/").contains { ["..", "."].contains($0.removingPercentEncoding ?? "..") }
        guard !leaves else { return "lab" }
        let file = relative.hasPrefix(notebooks) ? "lab/tree/\(relative.dropFirst(notebooks.count))" : String(relative)
        return file.addingPercentEncoding(withAllowedCharacters: allowed) ?? "lab"
    }

    private static let notebooks = "notebooks/"

    /// What a path and a query may have as it is; `%` stays, since the text is already encoded once where it must be.
    private static let allowed = CharacterSet(
        charactersIn:
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/?%")
}
