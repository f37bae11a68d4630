/// What every failed request answers: JupyterHub's `status` and `message`, and a stable word for programs.
package struct ErrorModel: Hashable, Sendable, Codable {
    package var status: Int
    @OrNull package var message: String?
    /// snake_case, such as `already_running`; or the reason code of a launch that failed, such as `oomKilled`.
    @OrNull package var code: String?

    package init(status: Int, message: String?, code: String?) {
        self.status = status
        self.message = message
        self.code = code
    }
}
