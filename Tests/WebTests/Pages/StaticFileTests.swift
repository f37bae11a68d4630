import CZlib
import HTTPTypes
import Testing

@testable import Web

struct StaticFileTests {
    @Test(
        "A file is sent in gzip to who takes it, and as it is to anybody else",
        arguments: [
            ("gzip", true), ("gzip, deflate, br, zstd", true), ("br;q=1.0, GZip;q=0.2", true), ("x-gzip", true),
            ("*", true), ("gzip;q=0.001", true), ("identity, gzip ; q=0.5", true), ("br,\tgzip", true),
            ("gzip;q=1, *;q=0", true), (nil, false), ("", false), ("identity", false), ("br, deflate", false),
            ("gzip;q=0", false), ("gzip;q=0.000, *", false), ("*, gzip; q=0", false), ("*;q=0", false),
            ("gzip;Q=0", false), ("gzip;q=", false), ("gzip;q=much", false), ("gzipped", false), (",;,", false),
        ] as [(String?, Bool)])
    func encodings(_ accepted: String?, isCompressed: Bool) async throws {
        let file = try #require(StaticFile.all.first)
        let answer = try await ask(.get, file, accepted)
        #expect(answer.headers[.contentEncoding] == (isCompressed ? "gzip" : nil))
        #expect(answer.headers[.vary] == "Accept-Encoding")
        #expect(answer.bytes == (isCompressed ? file.gzipped : file.bytes))
    }

    @Test("What is sent compressed is the file, byte for byte, and less than half of it in all")
    func content() async throws {
        var (sent, whole) = (0, 0)
        for file in StaticFile.all {
            let answer = try await ask(.get, file, "gzip")
            #expect(answer.headers[.contentType] == file.type)
            let isCompressed = answer.headers[.contentEncoding] == "gzip"
            #expect(try isCompressed ? decompressed(answer.bytes) == file.bytes : answer.bytes == file.bytes)
            sent += answer.bytes.count
            whole += file.bytes.count
        }
        #expect(sent * 2 < whole, "\(sent) of \(whole) bytes")
    }

    @Test("The length that is told is that of what is sent, to HEAD, too", arguments: ["gzip", "identity"])
    func lengths(_ accepted: String) async throws {
        for file in StaticFile.all {
            let (whole, head) = (try await ask(.get, file, accepted), try await ask(.head, file, accepted))
            #expect(whole.headers[.contentLength] == "\(whole.bytes.count)" && head.bytes.isEmpty)
            for name in [.contentLength, .contentEncoding, .vary, .cacheControl, .contentType] as [HTTPField.Name] {
                #expect(head.headers[name] == whole.headers[name], "\(name) of \(file.name)")
            }
        }
    }

    @Test("Files of no edition and of another are compressed alike", arguments: ["", "before/"])
    func editions(_ edition: String) async throws {
        let answer = try await TestHub().ask(.get, "/hub/static/\(edition)berth.css", ["Accept-Encoding": "gzip"])
        #expect(answer.headers[.contentEncoding] == "gzip" && answer.headers[.vary] == "Accept-Encoding")
    }

    @Test("What would grow is left as it is")
    func tiny() {
        #expect(Gzip.compressed([]) == nil && Gzip.compressed([1, 2, 3]) == nil)
        #expect(Gzip.compressed([UInt8](repeating: 1, count: 1000))?.count ?? 1000 < 50)
    }

    @Test(
        "A page and an answer of the API are never compressed", arguments: ["/hub/", "/hub/account", "/hub/api/user"])
    func pages(_ path: String) async throws {
        let hub = try await TestHub()
        let answer = try await hub.ask(.get, path, ["Cookie": try await hub.cookie("ada"), "Accept-Encoding": "gzip"])
        #expect(answer.status == 200 && answer.headers[.contentEncoding] == nil)
    }

    private func ask(_ method: HTTPRequest.Method, _ file: StaticFile, _ accepted: String?) async throws -> Answer {
        try await TestHub().ask(
            method, "\(StaticFile.folder)/\(file.name)", accepted.map { ["Accept-Encoding": $0] } ?? [:])
    }

    /// What gzip's own reader makes of it.
    private func decompressed(_ bytes: [UInt8]) throws -> [UInt8] {
        var stream = z_stream()
        try #require(
            inflateInit2_(&stream, 16 + MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK)
        defer { inflateEnd(&stream) }
        var source = bytes
        var status = Z_OK
        let whole = source.withUnsafeMutableBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: 1 << 20) { room, count in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = room.baseAddress
                stream.avail_out = UInt32(room.count)
                status = inflate(&stream, Z_FINISH)
                count = Int(stream.total_out)
            }
        }
        try #require(status == Z_STREAM_END && stream.avail_in == 0)
        return whole
    }
}
