import Accounts
import Foundation
import Servers
import Testing

@Suite("Passwords")
struct PasswordTests {
    private let cheap = PasswordHash.Cost(logN: 2, r: 1, p: 1)

    @Test("A hash knows its password again after it was stored, and no other")
    func matches() throws {
        let made = try PasswordHash(hashing: "correct horse", cost: cheap)
        let read = try #require(PasswordHash(stored: made.text))
        #expect(read == made)
        #expect(try read.matches("correct horse"))
        for other in ["", "correct hors", "Correct horse", "correct horse "] {
            #expect(try !read.matches(other), "\(other.debugDescription)")
        }
        #expect(!"\(made)".contains(made.text))
    }

    @Test("The same password is stored differently each time")
    func salted() throws {
        #expect(
            try PasswordHash(hashing: "correct horse", cost: cheap)
                != PasswordHash(hashing: "correct horse", cost: cheap))
    }

    @Test("It is scrypt as RFC 7914, section 12, computes it")
    func vector() throws {
        // P = "pleaseletmein", S = "SodiumChloride", N = 16384, r = 8, p = 1; the first 32 bytes.
        let key = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
        let bytes = stride(from: 0, to: key.count, by: 2).compactMap { offset in
            UInt8(key.dropFirst(offset).prefix(2), radix: 16)
        }
        let text = "scrypt$14$8$1$\(Data("SodiumChloride".utf8).base64URL)$\(Data(bytes).base64URL)"
        #expect(try #require(PasswordHash(stored: text)).matches("pleaseletmein"))
    }

    @Test("An accent is the same however it was typed")
    func normal() throws {
        #expect(try PasswordHash(hashing: "gru\u{308}ezi mitenand", cost: cheap).matches("gr\u{fc}ezi mitenand"))
    }

    @Test(
        "What is not a stored hash is none",
        arguments: ["", "correct horse", "scrypt$15$8$3$AAAA", "scrypt$99$8$3$AAAA$AAAA", "bcrypt$15$8$3$AAAA$AAAA"])
    func unreadable(text: String) { #expect(PasswordHash(stored: text) == nil) }

    @Test(
        "A password has at least ten characters and is not the name",
        arguments: [
            ("correct horse", true), ("1234567890", true), ("123456789", false), ("", false), ("ada.lovelace", false),
            ("Ada.Lovelace", false), (String(repeating: "x", count: 256), true),
            (String(repeating: "x", count: 257), false),
        ])
    func rules(password: String, isGood: Bool) throws {
        let name = try UserName("ada.lovelace")
        if isGood {
            try Password.check(password, for: name)
        } else {
            let error = #expect(throws: InvalidValue.self) { try Password.check(password, for: name) }
            #expect(password.isEmpty || error?.description.contains(password) == false)
        }
    }

    @Test("A made password keeps the rules and is never made twice")
    func generated() throws {
        let made = (0..<100).map { _ in Password.generated() }
        #expect(Set(made).count == 100)
        for password in made {
            try Password.check(password, for: UserName("ada"))
            #expect(password.wholeMatch(of: /[a-z2-7]{5}(-[a-z2-7]{5}){3}/) != nil)
        }
    }

    @Test("The worker says no where nothing is stored, and turns away who comes when too many wait")
    func worker() async throws {
        let worker = PasswordWorker(cost: cheap, width: 1)
        let stored = try await worker.hash("correct horse")
        #expect(try await worker.check("correct horse", against: stored))
        #expect(try await !worker.check("correct horse", against: nil))
        let slow = PasswordWorker(cost: .init(logN: 12, r: 8, p: 1), width: 1)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 { group.addTask { (try? await slow.check("x", against: nil)) != nil } }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.contains(true) && outcomes.contains(false))
        #expect(try await !slow.check("x", against: nil))
    }
}
