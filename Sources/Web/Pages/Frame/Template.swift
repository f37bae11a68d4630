/// The Mustache templates of the folder `Templates`, as built into the binary. `{{ }}` escapes for HTML; `{{{ }}}` is used
/// once, for the body in its frame.
enum Template: String, CaseIterable {
    case frame, problem, paging, consequences
    case login, logout, confirm, account, token
    case home, form, off, launch, stopped, progress, pending, offer, server
    case requests
    case fleet, bulk, capacity, usage, people, person, link, group, profiles, audit, maintenance, preview, health
    case field

    var source: String { String(decoding: bytes, as: UTF8.self) }

    private var bytes: [UInt8] {
        switch self {
        case .frame: PackageResources.frame_mustache
        case .problem: PackageResources.problem_mustache
        case .paging: PackageResources.paging_mustache
        case .consequences: PackageResources.consequences_mustache
        case .login: PackageResources.login_mustache
        case .logout: PackageResources.logout_mustache
        case .confirm: PackageResources.confirm_mustache
        case .account: PackageResources.account_mustache
        case .token: PackageResources.token_mustache
        case .home: PackageResources.home_mustache
        case .form: PackageResources.form_mustache
        case .off: PackageResources.off_mustache
        case .launch: PackageResources.launch_mustache
        case .stopped: PackageResources.stopped_mustache
        case .progress: PackageResources.progress_mustache
        case .pending: PackageResources.pending_mustache
        case .offer: PackageResources.offer_mustache
        case .server: PackageResources.server_mustache
        case .requests: PackageResources.requests_mustache
        case .fleet: PackageResources.fleet_mustache
        case .bulk: PackageResources.bulk_mustache
        case .capacity: PackageResources.capacity_mustache
        case .usage: PackageResources.usage_mustache
        case .people: PackageResources.people_mustache
        case .person: PackageResources.person_mustache
        case .link: PackageResources.link_mustache
        case .group: PackageResources.group_mustache
        case .profiles: PackageResources.profiles_mustache
        case .audit: PackageResources.audit_mustache
        case .maintenance: PackageResources.maintenance_mustache
        case .preview: PackageResources.preview_mustache
        case .health: PackageResources.health_mustache
        case .field: PackageResources.field_mustache
        }
    }
}
