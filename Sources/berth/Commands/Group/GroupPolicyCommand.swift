import ArgumentParser
import HubAPI
import Servers

/// `berth group policy`
struct GroupPolicyCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Say what a group's members may launch.",
        discussion: """
            Replaces the group's policy; what is not given is not limited. A member of several groups may launch the
            profiles of all of them, up to the highest of their limits, and never more than a profile's own ceiling.

              berth group policy physics --profiles small,large --cpu 4 --memory 16G
              berth group policy physics --member-servers 3 --member-memory 32G --total-memory 256G
              berth group policy physics --auto-approve-memory 64G
              berth group policy physics --guarantee-cpu 2 --guarantee-memory 32G
              berth group policy physics

            --member-… limits what each member's running servers hold together ('berth quota' explains), --total-… what
            all members' do. --auto-approve-… is up to where requests above the ceiling are approved at once.
            A guarantee is capacity kept for the group's members together: their launches within it do not queue behind
            others', and what they do not use of it nobody else gets. A member of several counts in the first by name.
            --idle-… say when members' idle servers are stopped, in place of what their profiles say; of several groups
            that holds which leaves them running longest.
            """)

    @Argument(help: "The group's name.") var name: String
    @Option(help: "The profiles they may launch, separated by commas.") var profiles: String?
    @Option(help: "The most cores of a server.") var cpu: Double?
    @Option(help: "The most memory of a server, such as 8G.") var memory: String?
    @OptionGroup(title: "Quotas and requests") var more: GroupQuotaOptions
    @Option(help: "Reserved cores that are kept for the members together.") var guaranteeCpu: Double?
    @Option(help: "Memory that is kept for the members together, such as 32G.") var guaranteeMemory: String?
    @OptionGroup(title: "Idle servers") var idle: IdleOptions
    @OptionGroup var hub: HubOptions

    func validate() throws {
        guard (guaranteeCpu == nil) == (guaranteeMemory == nil) else {
            throw ValidationError("--guarantee-cpu and --guarantee-memory belong together.")
        }
    }

    func run(in context: CommandContext) async throws {
        let policy = GroupPolicyModel(
            profiles: profiles.map { $0.split(separator: ",").map(String.init) }, cpu: cpu,
            memory: memory.map { .text($0) }, memberQuota: more.member, quota: more.total,
            autoApprove: more.autoApprove, guarantee: guarantee, idle: idle.rules)
        let group = try await context.withHub(hub) { try await $0.setPolicy(of: name, policy) }
        let said = [
            group.policy.profiles.map { "profiles \($0.joined(separator: ", "))" },
            group.policy.cpu.map(CoresText.words),
            group.policy.memoryText.isEmpty ? nil : group.policy.memoryText,
            group.policy.memberQuota.map { "\($0.text) for each member" },
            group.policy.quota.map { "\($0.text) for all members" },
            group.policy.autoApprove.map { "\($0.text) by request without asking" },
        ].compactMap(\.self)
        context.output.note(
            "\(group.name): \(said.isEmpty ? "no limits" : "at most " + said.joined(separator: ", ")), from the next launch on."
        )
        if let kept = group.policy.guarantee {
            context.output.note("Kept for its members: \(kept.text).")
        }
        if let idle = group.policy.idle { context.output.note("Idle servers of members: \(idle.text).") }
    }

    private var guarantee: GuaranteeModel? {
        guard let guaranteeCpu, let guaranteeMemory else { return nil }
        return GuaranteeModel(cpu: guaranteeCpu, memory: .text(guaranteeMemory))
    }
}

extension GuaranteeModel {
    /// `2 reserved cores, 32 GiB`.
    var text: String { "\(CoresText.text(cpu)) reserved cores, \(memory.text)" }
}

extension GroupPolicyModel {
    /// Empty where it says nothing.
    var cpuText: String { cpu.map { CoresText.text($0) } ?? "" }

    var memoryText: String { memory?.text ?? "" }
}
