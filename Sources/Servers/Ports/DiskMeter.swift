/// The port to how full the disks are.
package protocol DiskMeter: Sendable {
    /// What `owner`'s workspace takes on the disk; 0 when there is none yet. May take minutes.
    ///
    /// `pause` is called after every few thousand files with how many were looked at, so that others' work goes first;
    /// what it throws ends the measuring.
    func workspaceSize(
        of owner: UserName, pause: @Sendable (_ files: Int) async throws -> Void
    ) async throws -> Bytes

    /// The file systems that Berth and its engine write to, one of each; `engine` is the engine's own directory.
    func spaces(engine: String?) -> [DiskSpace]
}
