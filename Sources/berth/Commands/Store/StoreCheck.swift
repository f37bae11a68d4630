import ArgumentParser
import SQLiteStore
import Servers

/// `berth store check`
struct StoreCheck: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read all of the store, or of a backup, for damage.",
        discussion: """
            Whose file it is, whether a newer Berth wrote it, whether it is whole, and whether what its rows refer to is
            there. Changes nothing, and may be run while 'berth serve' does. Exits with 1 when something is wrong.

              berth store check
              berth store check /var/backups/berth.db
              berth store check --output json
            """)

    @Argument(help: "A backup; without it, the store in use.", completion: .file()) var file: String?
    @OptionGroup var options: StateOptions
    @OptionGroup var format: FormatOptions

    func run(in context: CommandContext) async throws {
        let path = try file ?? options.existing(context).store
        let report = try StoreFile(path: path).check()
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(CheckedStore(report, path: path)))
        case .table:
            var fields = Fields()
            fields.add("store", path)
            fields.add("is", "in order")
            fields.add("instance", report.instance)
            fields.add("size", "\(report.size)")
            fields.add("schema", report.schema.joined(separator: ", "))
            fields.add("users", "\(report.users)")
            fields.add("servers", "\(report.servers)")
            fields.add("backup of", report.madeAt.map { "\($0)" })
            if report.madeAt != nil { fields.add("key", report.hasKey ? "in it" : "not in it") }
            for line in fields.lines { context.output.write(line) }
        }
    }
}

/// What `--output json` writes of a store in order.
private struct CheckedStore: Encodable {
    let store: String
    let instance: String
    let size: Int64
    let schema: [String]
    let users: Int
    let servers: Int
    let madeAt: String?
    let hasKey: Bool

    enum CodingKeys: String, CodingKey {
        case store, instance, size, schema, users, servers
        case madeAt = "made_at"
        case hasKey = "has_key"
    }

    init(_ report: StoreReport, path: String) {
        store = path
        instance = report.instance
        size = report.size.count
        schema = report.schema
        users = report.users
        servers = report.servers
        madeAt = report.madeAt?.description
        hasKey = report.hasKey
    }
}
