import Servers
import Support
import Testing

@Suite("What admins say to all")
struct OperatingTests {
    private let start = Timestamp(microseconds: 1_700_000_000_000_000)

    @Test(
        "A time is said as it is or as so long from now, and lies within the next 30 days",
        arguments: [
            (0, false), (1, true), (-1, false), (30 * 86_400, true), (30 * 86_400 + 1, false), (Int64.max / 2, false),
        ] as [(Int64, Bool)])
    func times(_ seconds: Int64, _ isGood: Bool) throws {
        let time = try? DueTime.after(.seconds(seconds)).time(from: start, field: "deadline")
        #expect(time == (isGood ? start + .seconds(seconds) : nil))
        guard abs(seconds) < 1 << 40 else { return }
        let same = try? DueTime.at(start + .seconds(seconds)).time(from: start, field: "deadline")
        #expect(same == time)
    }

    @Test(
        "An admin's words are one line that JupyterLab shows whole",
        arguments: [
            ("Back at noon", true), ("", false), ("   ", false), (String(repeating: "a", count: 140), true),
            (String(repeating: "a", count: 141), false), ("two\nlines", false), ("\u{1b}[31mred", false),
            ("turned \u{202e}round", false),
        ])
    func words(_ text: String, _ isGood: Bool) {
        #expect(((try? OperatorText(text)) != nil) == isGood)
    }

    @Test("The notice of a deadline fits with its time, however much the admin says; without a deadline there is none")
    func notice() throws {
        for length in [1, 80, 81, 140] {
            let words = try OperatorText(String(repeating: "w", count: length))
            let drain = Drain(message: words, deadline: start, since: start, by: "root")
            let notice = try #require(Notice(drain))
            #expect("\(notice.title) at 12:00 PM\n\(notice.message)".count <= 140)
            #expect(notice.message.contains(words.value) == (length <= 80))
            #expect(notice.at == start.description)
            #expect(Notice(Drain(message: words, deadline: nil, since: start, by: "root")) == nil)
        }
    }

    @Test("A drain that is moved, and a broadcast that is told anew, are told as new")
    func ids() throws {
        let words = try OperatorText("Hello")
        let drains = [start, start + .seconds(60)].map { Drain(message: words, deadline: $0, since: start, by: "root") }
        #expect(Set(drains.compactMap { Notice($0)?.id }).count == 2)
        let told = ["1", "2"].map {
            Broadcast(id: $0, message: words, level: .info, at: start, until: nil, filter: "", by: "root")
        }
        #expect(Set(told.map { Notice($0).id }).count == 2)
    }

    @Test("Parameters of an entry have an end: long values are cut, and of too many the first are kept")
    func parameters() {
        var parameters: AuditParameters = ["long": String(repeating: "ä", count: 5000), "none": nil, "empty": ""]
        #expect(parameters.values["long"]?.count == 300 && parameters.values["long"]?.hasSuffix("…") == true)
        #expect(parameters.values.keys.sorted() == ["empty", "long"])
        for number in 0..<1000 { parameters.add("\(number)" + String(repeating: "n", count: 100), "v") }
        #expect(parameters.values.count == 32 && parameters.values.keys.allSatisfy { $0.count <= 64 })
    }

    @Test("While a drain is on nothing is admitted that fits, and what never fits is told so all the same")
    func admission() throws {
        let policy = AdmissionPolicy(overcommitCPU: 1, reserve: .none)
        let host = HostCapacity(cpu: Cores(thousandths: 4000), memory: .gibibytes(4))
        let drain = Drain(message: try OperatorText("New disks"), deadline: nil, since: start, by: "root")
        let terms = AdmissionTerms(
            nodes: [NodeCapacity(node: .local, host: host, policy: policy)], policy: policy, drain: drain)
        let demands = try [("ada", 1), ("bob", 64)].map { name, memory in
            Demand(
                server: ServerID(name), owner: try UserName(name), group: nil,
                room: Room(cpu: Cores(thousandths: 100), memory: .gibibytes(Int64(memory))), gpus: nil,
                since: start - .seconds(86_400))
        }
        let plan = planAdmission(of: demands, held: [], on: terms, at: start)
        let place = try #require(plan.places[ServerID("ada")])
        #expect(place.shortage.code == "draining" && place.shortage.description.contains("New disks"))
        #expect(plan.neverFitting == [ServerID("bob")])
    }
}
