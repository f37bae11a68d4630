import Accounts
import Servers

extension AccountStoreConformance {
    /// Groups and what they mean for their members.
    static let groups: [ConformanceCase<AccountStoreSubject>] = [
        ConformanceCase("A group is made once, changed, and removed, each with an audit entry") { subject in
            let (physics, entry) = (try GroupName("physics"), StoreSamples.audit("group"))
            try await subject.store.addGroup(physics, audit: entry)
            let taken = try await failing { try await subject.store.addGroup(physics, audit: entry) }
            try same(taken as? AccountConflict, .groupExists(physics))
            try same(try await subject.store.groups(), [Group(name: physics)])
            try await subject.store.changeGroup(physics, .properties(#"{"a":1}"#), at: StoreSamples.start, audit: entry)
            try same(try await subject.store.groups().map(\.properties), [#"{"a":1}"#])
            _ = try await subject.store.removeGroup(physics, at: StoreSamples.start, audit: entry)
            for attempt in 0..<2 {
                let unknown = try await failing {
                    if attempt == 0 {
                        _ = try await subject.store.removeGroup(physics, at: StoreSamples.start, audit: entry)
                    } else {
                        try await subject.store.changeGroup(physics, .join([]), at: StoreSamples.start, audit: entry)
                    }
                }
                try same(unknown as? AccountConflict, .unknownGroup(physics))
            }
            try same(try await subject.audit().count, 3)
        },
        ConformanceCase("Members come and go, twice is once, and nobody joins beside one who is not there") { subject in
            let (ada, bob) = (try await subject.add("ada"), try await subject.add("bob"))
            let physics = try GroupName("physics")
            try await subject.store.addGroup(physics, audit: nil)
            for _ in 0..<2 {
                try await subject.store.changeGroup(
                    physics, .join([bob.name, ada.name]), at: StoreSamples.start, audit: nil)
            }
            try same(try await subject.store.groups().map(\.members), [[ada.name, bob.name]])
            let eve = try UserName("eve")
            let error = try await failing {
                try await subject.store.changeGroup(
                    physics, .join([eve]), at: StoreSamples.start, audit: StoreSamples.audit("no"))
            }
            try same(error as? AccountConflict, .unknown(eve))
            try await subject.store.changeGroup(physics, .leave([ada.name, eve]), at: StoreSamples.start, audit: nil)
            try same(try await subject.store.groups().map(\.members), [[bob.name]])
            try same(try await subject.store.user(bob.name)?.groups, ["physics"])
            try same(try await subject.store.users().map(\.groups), [[], ["physics"]])
            try same(try await subject.audit(), [])
        },
        ConformanceCase("A user has the policy of all their groups together, and loses it with the group") { subject in
            let ada = try await subject.add("ada")
            let (art, physics) = (try GroupName("art"), try GroupName("physics"))
            let small = GroupPolicy(
                profiles: [ProfileID("small")], memory: .gibibytes(2),
                guarantee: Guarantee(cpu: Cores(thousandths: 500), memory: .gibibytes(8)))
            let large = GroupPolicy(
                profiles: [ProfileID("large")], cpu: Cores(thousandths: 2000), memory: .gibibytes(8))
            for (group, policy) in [(art, small), (physics, large)] {
                try await subject.store.addGroup(group, audit: nil)
                try await subject.store.changeGroup(group, .policy(policy), at: StoreSamples.start, audit: nil)
                try await subject.store.changeGroup(group, .join([ada.name]), at: StoreSamples.start, audit: nil)
            }
            try same(try await subject.store.user(ada.name)?.policy, GroupPolicy(of: [small, large]))
            try same(
                try await subject.store.policies(of: ada.name),
                [NamedPolicy(name: "art", policy: small), NamedPolicy(name: "physics", policy: large)])
            try same(try await subject.store.policies(of: try UserName("nobody")), [])
            let bob = try await subject.add("bob")
            try await subject.store.changeGroup(art, .join([bob.name]), at: StoreSamples.start, audit: nil)
            let both = try await subject.store.policies(of: [ada.name, bob.name, try UserName("nobody")])
            try same(both.mapValues { $0.map(\.name) }, [ada.name: ["art", "physics"], bob.name: ["art"]])
            try same(try await subject.store.policies(of: []), [:])
            _ = try await subject.add("smart")
            for (text, offset, names, total) in [
                ("", 0, ["ada", "bob"], 3), ("", 2, ["smart"], 3), ("art", 0, ["ada", "bob"], 3), ("art", 9, [], 3),
                ("physics", 0, ["ada"], 1), ("o", 0, ["bob"], 1), ("%", 0, [], 0),
            ] {
                let part = try await subject.store.users(matching: text, from: offset, atMost: 2)
                try same(part.users.map(\.name.value), names)
                try same(part.total, total)
                try same(
                    part.users.first?.groups,
                    names.isEmpty ? nil : try await subject.store.user(UserName(names[0]))?.groups)
            }
            _ = try await subject.store.removeGroup(physics, at: StoreSamples.start, audit: nil)
            try same(try await subject.store.user(ada.name)?.policy, GroupPolicy(of: [small]))
            try same(try await subject.store.groups().map(\.policy.guarantee), [small.guarantee])
            try await subject.store.changeGroup(art, .leave([ada.name]), at: StoreSamples.start, audit: nil)
            try same(try await subject.store.user(ada.name), ada)
        },
        ConformanceCase("Who has a token for a group's members is cut off when one leaves or the group goes") {
            subject in
            let (ada, bob) = (try await subject.add("ada"), try await subject.add("bob"))
            let (few, other) = (try GroupName("a_few"), try GroupName("axfew"))
            for group in [few, other] { try await subject.store.addGroup(group, audit: nil) }
            for (user, group) in [(ada, few), (bob, other)] {
                _ = try await subject.store.addToken(
                    Secret().hash, user: user.name, scopes: [Scope(.accessServers, .group(group)), Scope(.self)],
                    note: "", createdAt: StoreSamples.start, expiresAt: nil, audit: nil)
            }
            let now = StoreSamples.start + .seconds(1)
            let cut = [Revocation.user(ada.name, before: now)]
            try same(try await subject.store.changeGroup(few, .join([bob.name]), at: now, audit: nil), [])
            try same(try await subject.store.changeGroup(few, .leave([bob.name]), at: now, audit: nil), cut)
            try same(try await subject.store.revocations(at: now), cut)
            try same(try await subject.store.removeGroup(few, at: now, audit: nil), cut)
        },
    ]
}
