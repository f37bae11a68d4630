package import Accounts
package import Servers

/// The use-cases, one value each: what API, pages and start-up can ask of the control plane.
package struct UseCases: Sendable {
    package let launchServer: LaunchServer
    package let stopServer: StopServer
    package let restartServer: RestartServer
    package let resizeServer: ResizeServer
    package let addServer: AddServer
    package let changeServer: ChangeServer
    package let removeServer: RemoveServer
    package let watchServer: WatchServer
    package let listFleet: ListFleet
    package let stopServers: StopServers
    package let readLog: ReadLog
    package let readKernels: ReadKernels
    package let manageUsers: ManageUsers
    package let manageImages: ManageImages
    package let manageTokens: ManageTokens
    package let manageSessions: ManageSessions
    package let changeUser: ChangeUser
    package let manageGroups: ManageGroups
    package let checkPassword: CheckPassword
    package let changePassword: ChangePassword
    package let endSessions: EndSessions
    package let readHealth: ReadHealth
    package let readQuota: ReadQuota
    package let makeRequest: MakeRequest
    package let decideRequest: DecideRequest
    package let manageRequests: ManageRequests
    package let readCapacity: ReadCapacity
    package let readUsage: ReadUsage
    package let readProfileProblems: ReadProfileProblems
    package let reapServers: ReapServers
    package let keepServer: KeepServer
    package let readAudit: ReadAudit
    package let noteRefusal: NoteRefusal
    package let manageDrain: ManageDrain
    package let manageBroadcast: ManageBroadcast
    package let readAnnouncements: ReadAnnouncements
    package let gatekeeper: Gatekeeper
    /// The profiles as loaded last.
    package let profiles: @Sendable () -> ProfileSet
    package let origins: Origins

    package init(_ control: ControlContext) {
        launchServer = LaunchServer(control)
        stopServer = StopServer(control)
        restartServer = RestartServer(control)
        resizeServer = ResizeServer(control)
        addServer = AddServer(control)
        changeServer = ChangeServer(control)
        removeServer = RemoveServer(control)
        watchServer = WatchServer(control)
        listFleet = ListFleet(control)
        stopServers = StopServers(control)
        readLog = ReadLog(control)
        readKernels = ReadKernels(control)
        manageUsers = ManageUsers(control)
        manageImages = ManageImages(control)
        manageTokens = ManageTokens(control)
        manageSessions = ManageSessions(control)
        changeUser = ChangeUser(control)
        manageGroups = ManageGroups(control)
        checkPassword = CheckPassword(control)
        changePassword = ChangePassword(control)
        endSessions = EndSessions(control)
        readHealth = ReadHealth(control)
        readQuota = ReadQuota(control)
        makeRequest = MakeRequest(control)
        decideRequest = DecideRequest(control)
        manageRequests = ManageRequests(control)
        readCapacity = ReadCapacity(control)
        readUsage = ReadUsage(control)
        readProfileProblems = ReadProfileProblems(control)
        reapServers = ReapServers(control)
        keepServer = KeepServer(control)
        readAudit = ReadAudit(control)
        noteRefusal = NoteRefusal(control)
        manageDrain = ManageDrain(control)
        manageBroadcast = ManageBroadcast(control)
        readAnnouncements = ReadAnnouncements(control)
        gatekeeper = Gatekeeper(accounts: control.accounts, time: control.time)
        profiles = control.profiles
        origins = control.origins
    }
}
