import NIOCore

/// The progress of a pull or an import: a line each, or a failure inside a 200.
struct PullDecoder: StreamDecoder {
    /// A line of it, of which any field may be missing.
    private struct Line: Decodable {
        struct Detail: Decodable {
            let current: Int64?
            let total: Int64?
        }
        struct Failure: Decodable {
            let message: String?
        }
        let id: String?
        let status: String?
        let progressDetail: Detail?
        let error: String?
        let errorDetail: Failure?
    }

    private var lines = LineSplitter()
    private var tally = PullTally()
    private let call: String

    init(call: String) { self.call = call }

    mutating func append(_ bytes: ByteBuffer) { lines.append(bytes) }

    mutating func end() { lines.end() }

    mutating func next() throws -> PullProgress? {
        guard let bytes = try lines.next() else { return nil }
        let line = try JSON.decode(Line.self, from: bytes, call: call)
        if let message = line.errorDetail?.message ?? line.error { throw EngineError.pull(message: message) }
        let status = line.status ?? ""
        tally.add(
            layer: line.id, status: status, current: line.progressDetail?.current, total: line.progressDetail?.total)
        return PullProgress(status: status, layer: line.id, received: tally.received, total: tally.total)
    }
}
