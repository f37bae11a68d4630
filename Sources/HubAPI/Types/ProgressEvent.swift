/// One event of `GET …/progress`, as the `data:` of a server-sent event. The last one has `ready` or `failed`.
package struct ProgressEvent: Hashable, Sendable, Codable {
    /// 0 to 99; 100 only in the last event.
    package var progress: Int
    package var message: String
    package var htmlMessage: String?
    package var ready: Bool?
    package var failed: Bool?
    /// Where the server is, once ready.
    package var url: String?
    /// Why it failed: a reason's code.
    package var code: String?
    /// Where the launch stands in the queue, while it waits there.
    package var queue: QueueModel?

    package init(
        progress: Int, message: String, htmlMessage: String? = nil, ready: Bool? = nil, failed: Bool? = nil,
        url: String? = nil, code: String? = nil, queue: QueueModel? = nil
    ) {
        self.progress = progress
        self.message = message
        self.htmlMessage = htmlMessage
        self.ready = ready
        self.failed = failed
        self.url = url
        self.code = code
        self.queue = queue
    }

    /// Whether the stream ends with this event.
    package var isLast: Bool { ready == true || failed == true }

    private enum CodingKeys: String, CodingKey {
        case progress, message, ready, failed, url, code, queue
        case htmlMessage = "html_message"
    }
}
