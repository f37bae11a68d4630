import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// What there is, what of it is reserved and used, and who waits for it, as a picture.
struct CapacityPage {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        router.get(RouterPath(AdminSection.capacity.path), use: page)
    }

    private struct Page {
        let nodes: [Node]
        let queue: [Waiting]
        let problem: String?
    }

    private struct Node {
        let name: String
        let bars: [Bar]
        let gpus: [GPU]
    }

    private struct Bar {
        let label: String
        /// What is said of it beside the picture.
        let text: String
        let bar: AmountBar

        /// What is used, of what there is; and what is reserved, of what may be: cores are promised more often than they exist.
        init(
            _ label: String, used: Double, of whole: Double, reserved: Double, of most: Double,
            _ show: (Double) -> String
        ) {
            self.label = label
            text = "\(show(used)) of \(show(whole)) used, \(show(reserved)) of \(show(most)) reserved"
            let part = { (part: Double, whole: Double) in whole > 0 ? part / whole : 0 }
            bar = AmountBar(used: part(used, whole), reserved: part(reserved, most), total: 1)
        }
    }

    private struct GPU {
        let id: String
        let holder: String
    }

    private struct Waiting {
        let position: Int
        let server: String
        let needs: String
        let reason: String
        let since: String
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let news = await useCases.news(of: nil, by: principal)
        let page: Page
        do {
            let report = try await useCases.readCapacity(by: principal)
            page = Page(
                nodes: report.nodes.map(Self.node), queue: report.queue.map(Self.waiting), problem: nil)
        } catch let refusal as Refusal where refusal.kind == .unavailable {
            page = Page(nodes: [], queue: [], problem: refusal.message)
        }
        return pages.draw(
            .capacity, page,
            PageHead(
                title: "Capacity", viewer: principal, section: .admin, part: .capacity,
                news: news, width: .wide))
    }

    private static func node(_ node: ReadCapacity.Node) -> Node {
        let (host, most) = (node.capacity.host, node.capacity.allocatable)
        return Node(
            name: node.capacity.node.value,
            bars: [
                Bar(
                    "Cores", used: node.used.cores, of: host.cpu.number, reserved: node.reserved.cpu.number,
                    of: most.cpu.number
                ) { "\(Cores(thousandths: Int(($0 * 10).rounded()) * 100))" },
                Bar(
                    "Memory", used: Double(node.used.memory.count), of: Double(host.memory.count),
                    reserved: Double(node.reserved.memory.count), of: Double(most.memory.count)
                ) { "\(Bytes(Int64($0)))" },
            ],
            gpus: node.gpus.map { gpu in
                GPU(id: gpu.id, holder: gpu.isHeld ? gpu.holder?.description ?? "held" : "free")
            })
    }

    private static func waiting(_ waiting: ReadCapacity.Waiting) -> Waiting {
        Waiting(
            position: waiting.entry.place.position, server: waiting.server?.description ?? "another's",
            needs: "\(waiting.demand.room.cpu.words), \(waiting.demand.room.memory)",
            reason: waiting.entry.place.shortage.description, since: waiting.demand.since.description)
    }
}
