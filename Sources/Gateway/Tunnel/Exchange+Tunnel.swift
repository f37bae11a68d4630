import Accounts
import NIOCore
import NIOHTTP1

// From HTTP to a tunnel: the backend has agreed with 101.

extension Exchange {
    /// Relays the backend's own 101 and joins the two connections. To be called once the head is complete: the parser says
    /// so with its end.
    func openTunnel() {
        guard let upgradeHead, let forward, let server = forward.server, let backend, let far = backend.channel,
            let access = front.lease.access
        else { return cut() }
        var response = upgradeHead
        response.headers = ResponseRules.fromContainer(
            upgradeHead.headers, path: world.configuration.origins.path(of: server), isUpgrade: true)
        ownHeaders.apply(to: &response.headers)
        sentHead = response
        over(.tunnel)
        self.backend = nil
        backend.exchange = nil
        front.lease.isTunnel = true
        world.switchboard.traffic.noteTunnel(front.channel)
        front.write(.head(response))
        front.flush()
        let switchboard = world.switchboard
        let settles = Deeds.countsMessages(below: path(below: server)) ? TimeAmount(world.limits.settle) : nil
        let (client, container) = GlueHandler.pair(notesAfter: settles) { switchboard.note(server, by: access.user) }
        do {
            try Self.hand(front.channel, to: client, handler: HandlerName.front)
            try Self.hand(far, to: container, handler: HandlerName.backend)
        } catch {
            front.channel.close(promise: nil)
            far.close(promise: nil)
        }
    }

    /// Takes HTTP off a connection. The decoder goes last: it hands over the bytes that came after the head.
    private static func hand(_ channel: any Channel, to glue: GlueHandler, handler: String) throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(glue)
        for name in [HandlerName.pipelining, HandlerName.encoder, handler, HandlerName.decoder] {
            guard let context = try? pipeline.context(name: name) else { continue }
            pipeline.removeHandler(context: context, promise: nil)
        }
        channel.read()
    }
}
