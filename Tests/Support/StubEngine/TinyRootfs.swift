import Foundation

/// A root file system of one static binary, for tests that need an image and have no registry.
package enum TinyRootfs {
    /// What of busybox it has: the applets that tests run.
    static let applets = [
        "sh", "sleep", "echo", "cat", "dd", "yes", "true", "false", "id", "env", "wget", "nc", "stat",
    ]

    /// A tar archive of `/bin/busybox` and links to it.
    ///
    /// - Throws: when the host has no static busybox at `/bin/busybox` (Debian: `busybox-static`).
    package static func archive() throws -> [UInt8] {
        let busybox = try Data(contentsOf: URL(filePath: "/bin/busybox"))
        var tar = header("bin/", type: "5", mode: 0o755)
        tar += header("tmp/", type: "5", mode: 0o1777)
        tar += header("bin/busybox", type: "0", mode: 0o755, size: busybox.count)
        tar += busybox
        tar += [UInt8](repeating: 0, count: (512 - busybox.count % 512) % 512)
        for applet in applets { tar += header("bin/\(applet)", type: "2", mode: 0o777, link: "busybox") }
        return tar + [UInt8](repeating: 0, count: 1024)
    }

    /// A ustar header: fixed fields of text, numbers in octal.
    private static func header(
        _ name: String, type: Character, mode: Int, size: Int = 0, link: String = ""
    ) -> [UInt8] {
        func text(_ value: String, _ width: Int) -> [UInt8] {
            Array(value.utf8.prefix(width)) + [UInt8](repeating: 0, count: max(0, width - value.utf8.count))
        }
        func octal(_ value: Int, _ width: Int) -> [UInt8] {
            let digits = String(value, radix: 8)
            return text(String(repeating: "0", count: max(0, width - 1 - digits.count)) + digits, width)
        }
        let start = text(name, 100) + octal(mode, 8) + octal(0, 8) + octal(0, 8) + octal(size, 12) + octal(0, 12)
        let end = text(String(type), 1) + text(link, 100) + text("ustar", 6) + text("00", 2) + text("", 247)
        // The checksum is of the header with eight spaces in its own place.
        let sum = (start + [UInt8](repeating: 32, count: 8) + end).reduce(0) { $0 + Int($1) }
        return start + octal(sum, 7) + [32] + end
    }
}
