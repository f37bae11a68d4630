import HubAPI

/// One launch as it is followed: asks for it, shows its progress, tells how it ended.
struct LaunchSession: Sendable {
    /// What is asked of the hub.
    enum Verb: Sendable { case launch, restart }

    let verb: Verb
    let client: HubClient
    let server: HubServerName
    /// How the person named the server, for hints; starts with a space unless empty.
    let argument: String
    let format: OutputFormat
    let context: CommandContext

    /// How a launch ended.
    enum End: Sendable {
        case ready(ProgressEvent)
        case failed(ProgressEvent)
        case interrupted
    }

    /// Throws what the hub refused, and `EndedWith` for a launch that failed or was interrupted.
    func run(_ options: LaunchRequest, waits: Bool) async throws {
        let reporter = LaunchReporter(output: context.output, format: format, start: context.uptime())
        if !waits {
            _ = try await ask(options)
            context.output.note("Launching \(server). See it with 'berth status\(argument)'.")
            return
        }
        let end = try await followedUntilEnd(options, reporter)
        await reporter.clear()
        switch end {
        case .ready(let event): try await tellReady(event)
        case .failed(let event): try await tellFailed(event)
        case .interrupted:
            context.output.note(
                "The launch goes on without you. See it with 'berth status\(argument)', "
                    + "stop it with 'berth stop\(argument)'.")
            throw EndedWith(status: .interrupted)
        }
    }

    /// Sends the request; the hub holds its answer back for up to 10 seconds.
    func ask(_ options: LaunchRequest) async throws -> HubClient.Outcome {
        switch verb {
        case .launch: try await client.launch(server, options)
        case .restart: try await client.restart(server, options)
        }
    }

    private func followedUntilEnd(_ options: LaunchRequest, _ reporter: LaunchReporter) async throws -> End {
        try await withThrowingTaskGroup(of: End?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await LaunchFollower(session: self, reporter: reporter).follow(options) }
            group.addTask { await context.interrupted() ? .interrupted : nil }
            group.addTask {
                // Redraws the seconds while nothing else happens.
                while true {
                    try await context.sleep(.seconds(1))
                    await reporter.tick(context.uptime())
                }
            }
            while let end = try await group.next() {
                if let end { return end }
            }
            throw CancellationError()
        }
    }

    private func tellReady(_ event: ProgressEvent) async throws {
        let url = try await client.server(server)?.fullURL ?? event.url.map { client.address.base + $0 } ?? ""
        switch format {
        case .json: context.output.write(try JSONText.line(LaunchResult(event: event, url: url)))
        case .table: context.output.write(TerminalText.safe(url))
        }
        context.output.note("\(server) is ready. Open it in the browser with 'berth open\(argument)'.")
    }

    private func tellFailed(_ event: ProgressEvent) async throws {
        if format == .json { context.output.write(try JSONText.line(event)) }
        context.output.note("Error: \(event.message)")
        await tellLog()
        context.output.note(LaunchAdvice.sentence(code: event.code, argument: argument))
        throw EndedWith(status: .failed)
    }

    private func tellLog() async {
        // A launch that failed before there was a container has no log, and then there is nothing to add.
        guard let log = try? await client.log(of: server, tail: Self.logLines),
            let bytes = try? await log.collected(upTo: 256 << 10), !bytes.isEmpty
        else { return }
        context.output.note("The last lines of its log:")
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").suffix(Self.logLines)
        for line in lines { context.output.note("  " + line.trimmingSuffix { $0.isNewline }) }
    }

    private static let logLines = 15
}

/// The last line of `berth launch --output json`: the event and the absolute address.
struct LaunchResult: Encodable {
    let event: ProgressEvent
    let url: String

    private enum CodingKeys: String, CodingKey { case url = "full_url" }

    func encode(to encoder: any Encoder) throws {
        try event.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(url, forKey: .url)
    }
}

extension HubLog {
    /// What comes, up to `limit` bytes.
    func collected(upTo limit: Int) async throws -> [UInt8] {
        var whole: [UInt8] = []
        for try await chunk in self {
            whole += chunk
            if whole.count >= limit { break }
        }
        return whole
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> Substring {
        var text = self
        while let last = text.last, isDropped(last) { text.removeLast() }
        return text
    }
}
