import Accounts
import GatewayControl
import Servers
import Testing

@testable import Gateway

@Suite("What the gateway knows")
struct KnowledgeTests {
    let samples: Samples

    init() throws { samples = try Samples() }

    private func redeem(_ knowledge: inout Knowledge, _ ticket: Ticket, host: String, after: Duration) -> Bool {
        knowledge.redeem(samples.seal.seal(ticket), host: host, at: samples.now + after) != nil
    }

    @Test("A ticket works once, in time, at its own host")
    func tickets() {
        let host = "ada.localhost:8000"
        // Each as it should be, refusals negated.
        var outcomes: [Bool] = []
        var knowledge = samples.knowledge
        outcomes.append(!redeem(&knowledge, samples.ticket(), host: "bob.localhost:8000", after: .seconds(1)))
        outcomes.append(!redeem(&knowledge, samples.ticket(), host: host, after: .seconds(31)))
        outcomes.append(redeem(&knowledge, samples.ticket(), host: host, after: .seconds(1)))
        outcomes.append(!redeem(&knowledge, samples.ticket(), host: host, after: .seconds(2)))
        outcomes.append(redeem(&knowledge, samples.ticket(id: "t2"), host: host, after: .seconds(2)))
        _ = knowledge.revoke(.session(SessionID("session")))
        outcomes.append(!redeem(&knowledge, samples.ticket(id: "t3"), host: host, after: .seconds(2)))
        #expect(outcomes == Array(repeating: true, count: 6))
    }

    @Test("A ticket from before the gateway's start is refused, for it may have been used")
    func olderTicket() {
        var knowledge = Knowledge(startedAt: samples.now)
        _ = knowledge.attach(samples.state())
        let works = redeem(&knowledge, samples.ticket(), host: "ada.localhost:8000", after: .seconds(1))
        #expect(!works)
    }

    @Test("A forged ticket or a pass is no ticket")
    func forged() {
        var knowledge = samples.knowledge
        let other = OriginSeal(key: samples.key + [1]).seal(samples.ticket())
        for text in [other, samples.pass(), "", "t.x.y"] {
            let redeemed = knowledge.redeem(text, host: "ada.localhost:8000", at: samples.now)
            #expect(redeemed == nil)
        }
    }

    @Test(
        "A container that is replaced loses its connections, withdrawn before or not; a withdrawn one only the idle ones"
    )
    func replaced() {
        var knowledge = samples.knowledge
        let next = samples.replacement
        let effects = [
            knowledge.publish(samples.route), knowledge.publish(next), knowledge.withdraw(next.key),
            knowledge.withdraw(next.key), knowledge.publish(samples.route),
        ]
        let (old, new) = (ContainerID("c1"), ContainerID("c9"))
        let expected: [[Knowledge.Effect]] = [
            [], [.evict(old), .supersede(next.key, by: new)], [.evict(new)], [], [.supersede(next.key, by: old)],
        ]
        #expect(effects == expected)
        let missed = knowledge.attach(samples.state(routes: [next]))
        #expect(Set(missed) == [.evict(old), .evict(ContainerID("c2")), .supersede(next.key, by: new)])
    }

    @Test("A route of an earlier generation, which an older store tells, takes nothing from the later one")
    func restored() {
        var knowledge = samples.knowledge
        _ = knowledge.publish(samples.replacement)
        #expect(knowledge.attach(samples.state(routes: [samples.route])) == [.evict(ContainerID("c2"))])
        #expect(knowledge.publish(samples.route) == [])
        #expect(knowledge.routes[samples.route.key] == samples.replacement)
    }

    @Test("A new attach replaces everything and names what it revokes")
    func attach() {
        var knowledge = samples.knowledge
        knowledge.remember(samples.grant(), for: samples.secret.hash, at: samples.now)
        let cut = Revocation.user(samples.ada, before: samples.now + .seconds(1))
        let effects = knowledge.attach(samples.state(routes: [samples.gpu], revocations: [cut]))
        #expect(effects == [.evict(ContainerID("c1")), .end(cut)])
        #expect(Array(knowledge.routes.keys) == [samples.gpu.key])
        #expect(knowledge.grant(samples.secret.hash, at: samples.now) == nil)
    }

    @Test("A user's cut ends what was authorised before, and nothing that is authorised from then on")
    func cut() {
        var knowledge = samples.knowledge
        knowledge.remember(samples.grant(), for: samples.secret.hash, at: samples.now)
        let cut = Revocation.user(samples.ada, before: samples.now + .seconds(1))
        #expect(samples.access(by: true).isEnded(by: cut) && samples.access().isEnded(by: cut))
        #expect(!samples.access().isEnded(by: .user(samples.ada, before: samples.now)))
        #expect(!samples.access().isEnded(by: .user(samples.bob, before: samples.now + .seconds(1))))
        _ = knowledge.revoke(cut)
        #expect(knowledge.grant(samples.secret.hash, at: samples.now) == nil)
        let again = TokenGrant(
            token: TokenID("a1"), user: samples.ada, permissions: samples.grant().permissions, expiresAt: nil,
            at: samples.now + .seconds(1))
        knowledge.remember(again, for: samples.secret.hash, at: samples.now + .seconds(1))
        #expect(knowledge.grant(samples.secret.hash, at: samples.now + .seconds(2)) == .some(again))
    }

    @Test("After a refresh tokens are asked about anew, whether somebody held them or nobody did")
    func refresh() {
        var knowledge = samples.knowledge
        for grant in [samples.grant(), nil] {
            knowledge.remember(grant, for: samples.secret.hash, at: samples.now)
            #expect(knowledge.grant(samples.secret.hash, at: samples.now) == .some(grant))
            knowledge.refresh()
            #expect(knowledge.grant(samples.secret.hash, at: samples.now) == nil)
        }
    }

    @Test("Activity is the latest moment of each server, told once")
    func activity() {
        var book = ActivityBook()
        for seconds in [3, 9, 5] {
            book.note(
                ActivityReport(key: samples.route.key, user: samples.ada, at: samples.now + .seconds(seconds)))
        }
        let (first, second) = (book.take(), book.take())
        #expect(first.map(\.at) == [samples.now + .seconds(9)])
        #expect(second.isEmpty)
    }

    @Test(
        "After a ticket one goes on within the owner's servers only",
        arguments: [
            ("/user/ada/lab/tree/a.ipynb?x=1#y", true), ("/user/ada/gpu/", true), ("//evil.example/", false),
            ("https://evil.example/", false), ("/user/bob/", false), ("/hub/logout", false),
            ("/user/ada/../bob/", false),
            ("/\\evil.example", false), ("/user/ada/\r\nSet-Cookie: x=y", false), ("", false),
        ])
    func destinations(_ next: String, _ isGood: Bool) {
        #expect(Entry.destination(next, ticket: samples.ticket(), samples.origins) == (isGood ? next : "/user/ada/"))
    }
}
