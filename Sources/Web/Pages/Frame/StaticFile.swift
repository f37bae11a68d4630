/// The files of the folder `Static`, as built into the binary: the style sheet, the scripts, the mark.
struct StaticFile: Sendable {
    let name: String
    let type: String
    let bytes: [UInt8]
    /// The same in gzip; nil where that is no smaller.
    let gzipped: [UInt8]?

    private init(name: String, type: String, bytes: [UInt8]) {
        self.name = name
        self.type = type
        self.bytes = bytes
        gzipped = Gzip.compressed(bytes)
    }

    /// Made once, when the routes are.
    static let all: [StaticFile] = [
        StaticFile(name: "berth.css", type: style, bytes: PackageResources.berth_css),
        StaticFile(name: "mark.svg", type: "image/svg+xml", bytes: PackageResources.mark_svg),
        StaticFile(name: "berth.js", type: script, bytes: PackageResources.berth_js),
        StaticFile(name: "charts.js", type: script, bytes: PackageResources.charts_js),
        StaticFile(name: "clocks.js", type: script, bytes: PackageResources.clocks_js),
        StaticFile(name: "fragments.js", type: script, bytes: PackageResources.fragments_js),
        StaticFile(name: "log.js", type: script, bytes: PackageResources.log_js),
        StaticFile(name: "progress.js", type: script, bytes: PackageResources.progress_js),
        StaticFile(name: "resize.js", type: script, bytes: PackageResources.resize_js),
        StaticFile(name: "sliders.js", type: script, bytes: PackageResources.sliders_js),
        StaticFile(name: "stream.js", type: script, bytes: PackageResources.stream_js),
        StaticFile(name: "table.js", type: script, bytes: PackageResources.table_js),
        StaticFile(name: "worker.js", type: script, bytes: PackageResources.worker_js),
    ]

    /// What `berth.js` imports.
    static let modules = all.filter { $0.type == script && !["berth.js", "worker.js"].contains($0.name) }.map(\.name)

    private static let style = "text/css; charset=utf-8"
    private static let script = "text/javascript; charset=utf-8"

    /// Where the pages of this build find them: another build's are at another place, so browsers may keep each for good.
    /// Files name each other relatively, and so stay with those of their own build.
    static let folder = "/hub/static/\(edition)"

    /// What tells the files of one build from another's.
    static let edition = Edition.of(all.map(\.bytes))
}
