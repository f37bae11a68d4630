import Accounts
import Control
import Foundation
import HubAPI
import Hummingbird
import Servers

/// The form that launches a server, as templates take it.
struct LaunchForm {
    let action: String
    /// Whether it asks for a server's name.
    let named: Bool
    /// Whether whoever has scripts stays on the page while it starts.
    let stays: Bool
    /// Where to go within the server once it runs.
    let path: String?
    /// What was filled in.
    let name: String
    let cores: String
    let memory: String
    let clean: Bool
    /// Whether somebody is at it already.
    let isAtIt: Bool
    /// Whether more than the profile is of interest.
    let more: Bool
    let problem: String?
    let problems: Problems
    let profiles: [Choice]
    /// Why no launch is taken now, in an admin's words; nil while they are.
    let refused: String?
    /// What nobody has been promised, for people; nil while it is not known.
    let free: String?
    /// Where more than a ceiling is asked for.
    let requests: String

    /// What is wrong with each field.
    struct Problems {
        let name: String?
        let profile: String?
        let cpu: String?
        let memory: String?
    }

    struct Choice {
        let id: String
        let title: String
        let summary: String
        /// `2 cores, 1 GiB, 1 GPU`.
        let figures: String
        /// `Python 3, R`; nil where that is not known.
        let kernels: String?
        let image: String
        let chosen: Bool
        /// Nil while that is not known, or no launch is taken.
        let room: RoomNow?
        let cpu: Bounds
        let memory: Bounds
    }

    /// What a slider goes between, and where it begins: in cores, or in bytes.
    struct Bounds {
        let least: String
        let usual: String
        let most: String
    }

    /// Whether it would start now.
    struct RoomNow {
        let text: String
        let kind: String
    }

    init(
        action: String, named: Bool = false, stays: Bool = false, path: String? = nil, _ useCases: UseCases,
        for viewer: Principal, last: ProfileID? = nil, typed: LaunchFields? = nil, problem: FormProblem? = nil
    ) async {
        self.action = action
        self.named = named
        self.stays = stays
        self.path = path
        name = typed?.name ?? ""
        cores = typed?.cpu ?? ""
        memory = typed?.memory ?? ""
        clean = typed?.clean != nil
        isAtIt = typed != nil
        more = clean || !cores.isEmpty || !memory.isEmpty
        self.problem = problem.beside(["server", "profile", "cpu", "memory"])
        problems = Problems(
            name: problem.with("server"), profile: problem.with("profile"), cpu: problem.with("cpu"),
            memory: problem.with("memory"))
        requests = useCases.origins.path(HubPaths.requestsPage)
        let models = useCases.profileModels(for: viewer.user)
        let chosen = (typed?.profile ?? last?.value).flatMap { id in models.first { $0.id == id }?.id }
        // The form is of use without it, as while the engine is away.
        let capacity = try? await useCases.readCapacity(by: viewer)
        free = capacity?.freeWords
        refused = capacity?.drain?.message.value
        profiles = models.map { model in
            Choice(model, isChosen: chosen.map { $0 == model.id } ?? model.isDefault, capacity)
        }
    }
}

extension ReadCapacity.Report {
    /// The most that nobody has been promised on one machine, for people.
    var freeWords: String {
        let most = nodes.map(\.free).max { ($0.memory, $0.cpu) < ($1.memory, $1.cpu) } ?? .none
        return "\(most.cpu.words) and \(most.memory)"
    }
}

extension LaunchForm.Choice {
    fileprivate init(_ model: ProfileModel, isChosen: Bool, _ capacity: ReadCapacity.Report?) {
        id = model.id
        title = model.title
        summary = model.summary
        kernels = model.kernels.flatMap { $0.isEmpty ? nil : $0.joined(separator: ", ") }
        image = String(model.image.split(separator: "/").last ?? "")
        let (resources, ceiling) = (model.resources, model.ceiling)
        let gpus = model.gpus > 0 ? ", \(model.gpus) GPU\(model.gpus == 1 ? "" : "s")" : ""
        figures = "\(Cores(thousandths: Int(resources.cpu * 1000)).words), \(Bytes(resources.memory))\(gpus)"
        chosen = isChosen
        room = capacity.flatMap { $0.drain == nil ? LaunchForm.RoomNow(model, $0) : nil }
        cpu = LaunchForm.Bounds(least: "0.25", usual: "\(resources.cpu)", most: "\(ceiling.cpu)")
        memory = LaunchForm.Bounds(
            least: "\(Bytes.mebibytes(256).count)", usual: "\(resources.memory)", most: "\(ceiling.memory)")
    }
}

extension LaunchForm.RoomNow {
    /// As things are now: who launches may still find somebody ahead.
    fileprivate init(_ model: ProfileModel, _ capacity: ReadCapacity.Report) {
        let resources = model.resources
        let needs = Room(
            cpu: Cores(thousandths: Int(resources.cpuReserve * 1000)), memory: Bytes(resources.memory))
        let fits = capacity.nodes.contains { node in
            node.free.covers(needs) && node.gpus.count(where: { !$0.isHeld }) >= model.gpus
        }
        switch (fits, capacity.queue.count) {
        case (true, 0): self.init(text: "Starts now", kind: "good")
        case (_, 0): self.init(text: "Would wait for room", kind: "wait")
        case (_, let waiting): self.init(text: "Would wait: \(waiting) in the queue", kind: "wait")
        }
    }
}

/// What the form sends. Empty fields count as absent.
struct LaunchFields: Decodable {
    var name: String?
    var profile: String?
    var cpu: String?
    var memory: String?
    /// Sent only when its box is ticked.
    var clean: String?
    var path: String?
    /// Sent only by a page that shows how the launch goes on.
    var stay: String?

    init(_ request: Request) async throws { self = try await request.form(LaunchFields.self) }

    /// The server that it names, the default one where it names none. Throws `InvalidValue`.
    func server() throws -> ServerName { try Self.given(name).map { try ServerName($0) } ?? .default }

    /// Launches `key`; one that runs already, or is on its way, is what was wanted. Throws as `options` and `LaunchServer`.
    func launch(_ key: ServerKey, _ useCases: UseCases, by principal: Principal) async throws {
        do {
            _ = try await useCases.launchServer(key, options: options(), by: principal)
        } catch let refusal as Refusal where ["already_running", "launch_conflict"].contains(refusal.code) {
            return
        }
    }

    /// Throws `InvalidValue` or `Refusal` for a field that cannot be used.
    func options() throws -> LaunchOptions {
        LaunchOptions(
            profile: Self.given(profile).map { ProfileID($0) },
            cpu: try Self.cores(cpu),
            memory: try Self.given(memory).map { try Bytes($0, field: "memory") }, clean: clean != nil)
    }

    static func cores(_ text: String?) throws -> Cores? {
        try given(text).map { text in
            guard let number = Double(text) else {
                throw InvalidValue(field: "cpu", value: text, expected: "a number of cores such as 0.5 or 4")
            }
            return try Cores(number, field: "cpu")
        }
    }

    static func given(_ text: String?) -> String? {
        guard let text = text?.trimmingCharacters(in: .whitespaces), !text.isEmpty else { return nil }
        return text
    }
}

extension LaunchOptions {
    /// What of them was chosen, for people: `large, 4 cores, 8 GiB`.
    var chosen: String {
        let parts = [profile?.value, cpu?.words, memory?.description].compactMap(\.self)
        return parts.isEmpty ? "what the profile gives" : parts.joined(separator: ", ")
    }
}
