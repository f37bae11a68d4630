package import NIOCore

extension Channel {
    /// The channel for asynchronous use, once it is connected: to be executed by the caller, whatever happens.
    ///
    /// NIO ends the process when an asynchronous channel is let go that was never executed, as happens to one that is made
    /// while its connection is, and that fails, or that is accepted and never looked at. So the channel must not read by
    /// itself (`autoRead` off) until this has been called; from then on it does. Throws `ChannelError.ioOnClosedChannel`.
    package func asynchronous<In: Sendable, Out: Sendable>() async throws -> NIOAsyncChannel<In, Out> {
        try await eventLoop.submit { [self] in
            guard isActive else { throw ChannelError.ioOnClosedChannel }
            let wrapped = try NIOAsyncChannel<In, Out>(wrappingChannelSynchronously: self)
            setOption(.autoRead, value: true).whenFailure { _ in }
            return wrapped
        }.get()
    }
}
