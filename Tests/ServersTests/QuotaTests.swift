import Foundation
import Servers
import Testing

@Suite("Quotas")
struct QuotaTests {
    private static func charge(
        _ key: String, cpu: Int = 1, memory: Int64 = 1, groups: Set<String> = []
    ) throws -> QuotaCharge {
        let parts = key.split(separator: "/")
        return QuotaCharge(
            id: ServerID(key),
            server: ServerKey(owner: try UserName("\(parts[0])"), name: try ServerName("\(parts[1])")),
            groups: groups, cpu: Cores(thousandths: cpu * 1000), memory: .gibibytes(memory))
    }

    private static let mine = QuotaLimit(.memory, Bytes.gibibytes(8).count, .settings)
    private static let all = QuotaLimit(.cpu, 4000, .groupQuota(group: "physics"))
    private static let few = QuotaLimit(.servers, 2, .memberQuota(group: "physics"))

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let limit: QuotaLimit
        let target: QuotaCharge
        let beside: [QuotaCharge]
        /// What is held by how many others when it is refused; nil when it is not.
        var held: Int64?
        var others = 0

        init(
            _ text: String, _ limit: QuotaLimit, _ target: QuotaCharge, _ beside: [QuotaCharge], held: Int64? = nil,
            others: Int = 0
        ) {
            testDescription = text
            self.limit = limit
            self.target = target
            self.beside = beside
            self.held = held
            self.others = others
        }
    }

    static var cases: [Case] {
        get throws {
            let physics: Set = ["physics"]
            return [
                Case("fits alone", mine, try charge("ada/a", memory: 8), []),
                Case("alone it is too much", mine, try charge("ada/a", memory: 9), [], held: 0),
                Case("fits beside", mine, try charge("ada/a", memory: 4), [try charge("ada/b", memory: 4)]),
                Case(
                    "too much beside", mine, try charge("ada/a", memory: 5), [try charge("ada/b", memory: 4)],
                    held: Bytes.gibibytes(4).count, others: 1),
                Case("others' do not count", mine, try charge("ada/a", memory: 8), [try charge("bob/b", memory: 8)]),
                Case(
                    "what it holds is replaced", mine, try charge("ada/a", memory: 8), [try charge("ada/a", memory: 4)]),
                Case(
                    "shrinking is never refused", mine, try charge("ada/a", memory: 9),
                    [try charge("ada/a", memory: 10), try charge("ada/b", memory: 4)]),
                Case(
                    "growing is, above a limit that was lowered", mine, try charge("ada/a", memory: 11),
                    [try charge("ada/a", memory: 10)], held: 0),
                Case(
                    "the group's count together", all, try charge("ada/a", cpu: 2, groups: physics),
                    [try charge("bob/b", cpu: 3, groups: physics), try charge("cy/c", cpu: 9)], held: 3000, others: 1),
                Case(
                    "and fit together", all, try charge("ada/a", cpu: 1, groups: physics),
                    [try charge("bob/b", cpu: 3, groups: physics)]),
                Case(
                    "the third server", few, try charge("ada/c"), [try charge("ada/a"), try charge("ada/b")], held: 2,
                    others: 2),
                Case(
                    "started anew it is none more", few, try charge("ada/b"),
                    [try charge("ada/a"), try charge("ada/b")]),
            ]
        }
    }

    @Test("A limit counts what it is of, and names what holds it", arguments: try cases)
    func check(_ this: Case) throws {
        do {
            try this.limit.check(this.target, beside: this.beside)
            #expect(this.held == nil)
        } catch {
            #expect(error.held == this.held && error.others.count == this.others)
            #expect(error.left == max(this.limit.most - error.held, 0))
            #expect(!error.others.contains { $0.id == this.target.id })
        }
    }

    @Test(
        "A group's word for its members takes the place of the settings', the highest of several; totals count beside")
    func sources() {
        let one = GroupPolicy(
            memberQuota: Quota(servers: 2, memory: .gibibytes(4)), quota: Quota(memory: .gibibytes(64)))
        let two = GroupPolicy(
            memberQuota: Quota(servers: 5), quota: Quota(cpu: Cores(thousandths: 8000), memory: .gibibytes(16)))
        let limits = QuotaLimit.all(
            settings: Quota(servers: 9, cpu: Cores(thousandths: 2000)),
            groups: [NamedPolicy(name: "one", policy: one), NamedPolicy(name: "two", policy: two)])
        #expect(
            limits == [
                QuotaLimit(.servers, 5, .memberQuota(group: "two")), QuotaLimit(.cpu, 2000, .settings),
                QuotaLimit(.cpu, 8000, .groupQuota(group: "two")),
                QuotaLimit(.memory, Bytes.gibibytes(4).count, .memberQuota(group: "one")),
                QuotaLimit(.memory, Bytes.gibibytes(64).count, .groupQuota(group: "one")),
                QuotaLimit(.memory, Bytes.gibibytes(16).count, .groupQuota(group: "two")),
            ])
        #expect(QuotaLimit.all(settings: Quota(), groups: []).isEmpty)
    }

    @Test("A policy that was stored before there were quotas is read as one without")
    func stored() throws {
        let old = Data(#"{"profiles":["small"],"memory":1024}"#.utf8)
        let policy = try JSONDecoder().decode(GroupPolicy.self, from: old)
        #expect(policy == GroupPolicy(profiles: [ProfileID("small")], memory: Bytes(1024)))
        let new = GroupPolicy(
            memberQuota: Quota(servers: 1), quota: Quota(cpu: Cores(thousandths: 500)),
            autoApprove: GrantSize(memory: .gibibytes(1)))
        #expect(try JSONDecoder().decode(GroupPolicy.self, from: JSONEncoder().encode(new)) == new)
    }

    @Test("Amounts are told in their units")
    func texts() {
        #expect(QuotaMeasure.servers.text(1) == "1 server" && QuotaMeasure.servers.text(3) == "3 servers")
        #expect(QuotaMeasure.cpu.text(1000) == "1 core" && QuotaMeasure.cpu.text(2500) == "2.5 cores")
        #expect(QuotaMeasure.memory.text(1 << 30) == "1 GiB" && QuotaMeasure.memory.text(0) == "nothing")
    }
}
