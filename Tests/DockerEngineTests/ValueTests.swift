import Foundation
import NIOCore
import Testing

@testable import DockerEngine

@Suite("Values on the way to the engine and back")
struct ValueTests {
    @Test(
        "The version to speak is the lower of both, and the floor holds",
        arguments: [("1.40", "1.40"), ("1.41", "1.41"), ("1.52", "1.52"), ("1.99", "1.52"), ("2.0", "1.52")])
    func negotiation(engine: String, agreed: String) throws {
        let version = try #require(APIVersion(engine))
        #expect(try APIVersion.negotiated(with: version).description == agreed)
    }

    @Test("An engine below the floor is refused by name", arguments: ["1.39", "1.9", "0.99"])
    func tooOld(engine: String) throws {
        let version = try #require(APIVersion(engine))
        #expect(throws: EngineError.versionTooOld(engine: engine, needed: "1.40")) {
            try APIVersion.negotiated(with: version)
        }
    }

    @Test("What is no version is none", arguments: ["", "1", "1.", "1.x", "1.4.1", "-1.2", "v1.41"])
    func noVersion(text: String) {
        #expect(APIVersion(text) == nil)
    }

    @Test(
        "An image's name is cut as the engine's pull takes it",
        arguments: [
            ("debian", "debian", "latest"),
            ("debian:bookworm", "debian", "bookworm"),
            ("host:5000/team/image", "host:5000/team/image", "latest"),
            ("host:5000/team/image:v1", "host:5000/team/image", "v1"),
            ("debian@sha256:ab12", "debian", "sha256:ab12"),
            ("host:5000/debian:v1@sha256:ab12", "host:5000/debian", "sha256:ab12"),
        ])
    func imageNames(text: String, name: String, tag: String) {
        let reference = ImageReference(text)
        #expect(reference.name == name)
        #expect(reference.tag == tag)
    }

    @Test("Names and values are escaped, so that none leads to another path")
    func escaping() throws {
        let call = try Call(.get, "/containers/{id}/json", subject: "a b?c#d").with("filters", "{\"x\":[\"ä&=\"]}")
        #expect(
            call.uri(version: APIVersion(1, 41))
                == "/v1.41/containers/a%20b%3Fc%23d/json?filters=%7B%22x%22%3A%5B%22%C3%A4%26%3D%22%5D%7D")
        #expect(call.label == "GET /containers/{id}/json")
        #expect(try Call(.get, "/images/{name}/json", subject: "a/b:c").uri(version: nil) == "/images/a/b%3Ac/json")
        #expect(try Call(.get, "/volumes/{id}", subject: "a/b").uri(version: nil) == "/volumes/a%2Fb")
    }

    @Test(
        "A name that would lead elsewhere is refused before anything is sent",
        arguments: ["", ".", "..", "a/../b", "/a"])
    func misleadingNames(name: String) {
        #expect(throws: EngineError.badParameter(message: "\"\(name)\" is not a name")) {
            try Call(.get, "/images/{name}/json", subject: name)
        }
    }

    @Test(
        "Times are read to the nanosecond digits the engine sends",
        arguments: [
            ("2024-05-06T07:08:09.123456789Z", 1_714_979_289.123456789),
            ("2024-05-06T07:08:09.5Z", 1_714_979_289.5),
            ("2024-05-06T07:08:09Z", 1_714_979_289),
            ("2024-05-06T09:08:09.25+02:00", 1_714_979_289.25),
        ])
    func times(text: String, seconds: Double) throws {
        let date = try #require(EngineTime(rawValue: text).date)
        #expect(abs(date.timeIntervalSince1970 - seconds) < 0.001)
    }

    @Test("Never, and what is no time, is no date", arguments: ["0001-01-01T00:00:00Z", "", "soon", "2024-05-06T07.Z"])
    func noTime(text: String) {
        #expect(EngineTime(rawValue: text).date == nil)
    }

    @Test(
        "A point in time is sent as seconds and nine digits",
        arguments: [(0, "0.000000000"), (1_000_000_005, "1.000000005"), (-3, "0.000000000")])
    func timestamps(nanoseconds: Int64, text: String) {
        #expect(EngineClient.timestamp(nanoseconds: nanoseconds) == text)
    }

    @Test("Filters of one key are alternatives in one list")
    func filters() throws {
        let filters = Filters.label("a", "b").with("label", "c").with("event", "die", "oom")
        #expect(try filters.query(call: "") == #"{"event":["die","oom"],"label":["a=b","c"]}"#)
        #expect(try Filters().query(call: "") == nil)
    }

    @Test("Every kind of error has its own label, and says something to people")
    func errors() {
        let all: [EngineError] = [
            .unreachable(reason: "r"), .timeout(call: "GET /x"), .notFound(message: "m"),
            .conflict(message: "m", holder: nil), .conflict(message: "m", holder: "abc"), .badParameter(message: "m"),
            .server(status: 500, message: "m"), .pull(message: "m"), .versionTooOld(engine: "1.2", needed: "1.40"),
            .protocolViolation("x"),
        ]
        #expect(Set(all.map(\.label)).count == all.count)
        #expect(all.allSatisfy { !$0.description.isEmpty && !$0.label.contains(" ") })
    }
}
