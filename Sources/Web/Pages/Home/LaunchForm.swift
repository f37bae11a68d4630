import Accounts
import Control
import Foundation
import HubAPI
import Hummingbird
import Servers

/// The form that launches a server, as templates take it.
struct LaunchForm {
    let action: String
    /// The page that whoever has scripts stays on while it starts.
    let stay: String?
    /// Where to go within the server once it runs.
    let path: String?
    /// Nil where the server has its name.
    let name: TextField?
    let cpu: TextField
    let memory: TextField
    let clean: Bool
    /// Whether somebody is at it already.
    let isAtIt: Bool
    /// Whether more than the profile is of interest.
    let more: Bool
    let problem: String?
    /// What is wrong with the profile.
    let wrongProfile: String?
    let profiles: [Choice]
    /// Why no launch is taken now, in an admin's words; nil while they are.
    let refused: String?
    /// What nobody has been promised, for people; nil while it is not known.
    let free: String?
    /// Where more than a ceiling is asked for.
    let requests: String

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
        let cpu: SliderBounds
        let memory: SliderBounds
    }

    /// Whether it would start now.
    struct RoomNow {
        let text: String
        let kind: String
    }

    init(
        action: String, named: Bool = false, stay: StayPage? = nil, path: String? = nil, refused: String?,
        _ useCases: UseCases, for viewer: Principal, last: ProfileID? = nil, typed: LaunchFields? = nil,
        problem: FormProblem? = nil
    ) async {
        self.action = action
        self.stay = stay?.rawValue
        self.path = path
        name = named ? Self.name(typed?.name, problem) : nil
        cpu = TextField(
            "Cores", "cpu", typed?.cpu, hint: "as the profile", with: [.decimal, .slider("cpu")],
            error: problem?.with("cpu"))
        memory = TextField(
            "Memory", "memory", typed?.memory, hint: "as the profile, or 4G", with: [.slider("memory")],
            error: problem?.with("memory"))
        clean = typed?.clean != nil
        isAtIt = typed != nil
        more = clean || !cpu.value.isEmpty || !memory.value.isEmpty
        self.problem = problem?.beside(["server", "profile", "cpu", "memory"])
        wrongProfile = problem?.with("profile")
        requests = useCases.origins.path(HubPaths.requestsPage)
        let models = useCases.profileModels(for: viewer.user)
        let chosen = (typed?.profile ?? last?.value).flatMap { id in models.first { $0.id == id }?.id }
        // The form is of use without it, as while the engine is away.
        let capacity = try? await useCases.readCapacity(by: viewer)
        free = capacity?.freeWords
        self.refused = refused
        profiles = models.map { model in
            Choice(
                model, isChosen: chosen.map { $0 == model.id } ?? model.isDefault, refused == nil ? capacity : nil)
        }
    }

    private static func name(_ typed: String?, _ problem: FormProblem?) -> TextField {
        TextField(
            "Name", "name", typed, hint: "default", note: "lower-case letters, digits and hyphens",
            with: [.most(32), .pattern(#"[a-z0-9\-]*"#)], error: problem?.with("server"))
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
        room = capacity.map { LaunchForm.RoomNow(model, $0) }
        cpu = SliderBounds(least: "0.25", usual: "\(resources.cpu)", most: "\(ceiling.cpu)")
        memory = SliderBounds(
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
    var stay: StayPage?

    init(_ request: Request) async throws { self = try await request.form(LaunchFields.self) }

    /// The server that it names, the default one where it names none. Throws `InvalidValue`.
    func server() throws -> ServerName { try Typed.text(name).map { try ServerName($0) } ?? .default }

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
            profile: Typed.text(profile).map { ProfileID($0) },
            cpu: try Typed.cores(cpu),
            memory: try Typed.memory(memory), clean: clean != nil)
    }
}

extension LaunchOptions {
    /// What of them was chosen, for people: `large, 4 cores, 8 GiB`.
    var chosen: String {
        let parts = [profile?.value, cpu?.words, memory?.description].compactMap(\.self)
        return parts.isEmpty ? "what the profile gives" : parts.joined(separator: ", ")
    }
}
