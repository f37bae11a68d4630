import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("The pages of groups")
struct GroupPageTests {
    private func hub() async throws -> TestHub {
        let hub = try await TestHub()
        #expect(
            try await hub.form("/hub/admin/groups", "name=Physics", as: "root").location == "/hub/admin/groups/physics")
        return hub
    }

    private func group(_ hub: TestHub) async throws -> Group? { try await hub.accounts.groups().first }

    @Test(
        "A group's name that cannot be used is said beside its field, and stays in it",
        arguments: [("physics", 409, "already exists"), ("a%2Fb", 400, "expected ")])
    func wrongName(_ name: String, _ status: Int, _ word: String) async throws {
        let page = try await hub().form("/hub/admin/groups", "name=\(name)", as: "root")
        #expect(page.status == status)
        #expect(page.body.firstMatch(of: /id="bad-name"[^>]*>([^<]+)</)?.output.1.contains(word) == true)
        #expect(page.body.contains("value=\"\(name.replacing("%2F", with: "/"))\" "))
    }

    @Test("Several members are put in at once, one is taken out, and none joins where a name is nobody's")
    func members() async throws {
        let hub = try await hub()
        #expect(try await hub.form("/hub/admin/groups/physics/join", "users=ada,+bob", as: "root").status == 303)
        #expect(try await group(hub)?.members.map(\.value) == ["ada", "bob"])
        #expect(try await hub.form("/hub/admin/groups/physics/leave", "users=ada", as: "root").status == 303)
        let page = try await hub.page("/hub/admin/groups/physics", as: "root")
        #expect(page.body.contains("href=\"/hub/admin/people/bob\"") && page.body.contains("1 in all"))
        let nobody = try await hub.form("/hub/admin/groups/physics/join", "users=ada,+eve", as: "root")
        #expect(nobody.status == 400 && nobody.body.contains("No such user: eve"))
        #expect(nobody.body.contains("name=\"users\" value=\"ada, eve\""))
        #expect(try await group(hub)?.members.map(\.value) == ["bob"])
    }

    @Test("A policy is what its form says, and the form shows what is in force")
    func policy() async throws {
        let hub = try await hub()
        let fields = [
            "profiles=some", "profile-small=1", "cpu=1.5", "memory=16G", "member-servers=3", "total-memory=256G",
            "auto-approve-memory=64G", "guarantee-cpu=2", "guarantee-memory=32G", "idle-timeout=8h", "idle-notice=0",
            "idle-maximum-age=never", "idle-quiet-hours=22:00-06:00+Europe/Berlin", "idle-exempt=no",
        ]
        let saved = try await hub.form("/hub/admin/groups/physics", fields.joined(separator: "&"), as: "root")
        #expect(saved.location == "/hub/admin/groups/physics?saved=1#policy")
        let policy = try #require(try await group(hub)).policy
        #expect(policy.profiles == [ProfileID("small")] && policy.cpu?.number == 1.5 && policy.memory == .gibibytes(16))
        #expect(policy.memberQuota == Quota(servers: 3) && policy.quota == Quota(memory: .gibibytes(256)))
        #expect(policy.autoApprove == GrantSize(memory: .gibibytes(64)))
        #expect(policy.guarantee == Guarantee(cpu: Cores(thousandths: 2000), memory: .gibibytes(32)))
        #expect(policy.idle?.timeout == .after(.seconds(8 * 3600)) && policy.idle?.notice == .zero)
        #expect(policy.idle?.maximumAge == .never && policy.idle?.isExempt == false)
        let page = try await hub.page("/hub/admin/groups/physics", as: "root")
        for field in fields where !field.hasPrefix("profile") {
            let (name, value) = (field.prefix { $0 != "=" }, field.drop { $0 != "=" }.dropFirst())
            let shown = "name=\"\(name)\" value=\"\(value.replacing("+", with: " "))\""
            #expect(page.body.contains(shown), "\(shown)")
        }
        #expect(page.body.contains("name=\"profile-small\" value=\"1\" checked"))
        // What the form shows is what it says when it is sent again.
        #expect(PolicyReading(PolicyFields(policy)).policy == policy)
        _ = try await hub.form("/hub/admin/groups/physics", "profiles=all", as: "root")
        #expect(try await group(hub)?.policy == GroupPolicy())
    }

    @Test(
        "A field that cannot be used is told beside it, with the others as they were, and nothing is saved",
        arguments: [
            ("memory=lots", "memory"), ("cpu=0", "cpu"), ("member-servers=-1", "member-servers"),
            ("guarantee-cpu=2", "guarantee-memory"), ("idle-timeout=soon", "idle-timeout"),
            ("idle-notice=never", "idle-notice"), ("idle-quiet-hours=night", "idle-quiet-hours"),
            ("idle-exempt=perhaps", "idle-exempt"),
        ])
    func wrong(_ field: String, _ named: String) async throws {
        let hub = try await hub()
        let page = try await hub.form("/hub/admin/groups/physics", "\(field)&total-cpu=7", as: "root")
        #expect(page.status == 400 && page.body.contains("id=\"bad-\(named)\""))
        let (name, value) = (field.prefix { $0 != "=" }, field.drop { $0 != "=" }.dropFirst())
        #expect(page.body.contains("name=\"\(name)\" value=\"\(value)\"") && page.body.contains("value=\"7\""))
        #expect(page.body.matches(of: /id="bad-/).count == 1)
        #expect(try await group(hub)?.policy == GroupPolicy())
    }

    @Test("A removal is asked about first, with what its members lose")
    func remove() async throws {
        let hub = try await hub()
        _ = try await hub.form("/hub/admin/groups/physics", "memory=1G", as: "root")
        let question = try await hub.form("/hub/admin/groups/physics/remove", "", as: "root")
        #expect(question.body.contains("Remove group physics?") && question.body.contains("at most 1 GiB"))
        #expect(try await group(hub) != nil)
        #expect(try await hub.form("/hub/admin/groups/physics/remove", "sure=1", as: "ada").status == 403)
        #expect(try await hub.form("/hub/admin/groups/physics/remove", "sure=1", as: "root").status == 303)
        #expect(try await group(hub) == nil)
        #expect(try await hub.page("/hub/admin/groups/physics", as: "root").status == 404)
    }
}
