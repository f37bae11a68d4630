import Accounts
import Foundation
import GatewayControl
import NIOSSL
import Servers
import Synchronization

/// The certificate that new connections are shown: read from two PEM files, and again whenever they change. A pair that
/// cannot be used leaves the one before in place.
final class Certificates: Sendable {
    private struct State {
        var context: NIOSSLContext
        var seen: Files.Stamp?
        var report: CertificateReport
    }

    private let files: Files
    private let state: Mutex<State>

    /// Throws `GatewayError.certificate`.
    init(_ files: GatewayConfiguration.TLSFiles) throws {
        self.files = Files(files)
        // Taken before the files are read: what changes meanwhile is seen the next time.
        let seen = self.files.stamp
        let (context, expiry) = try self.files.load()
        state = Mutex(State(context: context, seen: seen, report: CertificateReport(expiresAt: expiry)))
    }

    var context: NIOSSLContext { state.withLock { $0.context } }

    /// What is in use, and why the files' present content is not, if it is not.
    var report: CertificateReport { state.withLock { $0.report } }

    /// Reads the files if they changed since the last time; answers whether they did.
    func refresh() -> Bool {
        let stamp = files.stamp
        guard state.withLock({ $0.seen }) != stamp else { return false }
        let loaded = Result { try files.load() }
        state.withLock { state in
            state.seen = stamp
            switch loaded {
            case .success(let (context, expiry)):
                state.context = context
                state.report = CertificateReport(expiresAt: expiry)
            case .failure(let error):
                state.report = CertificateReport(expiresAt: state.report.expiresAt, problem: "\(error)")
            }
        }
        return true
    }
}

/// The two files on disk.
private struct Files {
    /// What changes with a file's content or with the file itself; nil when it cannot be looked at.
    struct Stamp: Equatable {
        let certificate: [Int64]?
        let key: [Int64]?
    }

    private let paths: GatewayConfiguration.TLSFiles

    init(_ paths: GatewayConfiguration.TLSFiles) { self.paths = paths }

    var stamp: Stamp { Stamp(certificate: Self.look(paths.certificatePath), key: Self.look(paths.keyPath)) }

    /// Reads both and sees that they belong together.
    func load() throws(GatewayError) -> (NIOSSLContext, Timestamp) {
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(paths.certificatePath)
        } catch {
            throw .certificate(paths.certificatePath, problem: Self.reason(paths.certificatePath, error))
        }
        guard let leaf = chain.first else { throw .certificate(paths.certificatePath, problem: "it is empty") }
        do {
            let key = try NIOSSLPrivateKey(file: paths.keyPath, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            let context = try NIOSSLContext(configuration: configuration)
            return (context, Timestamp(Date(timeIntervalSince1970: TimeInterval(leaf.notValidAfter))))
        } catch {
            throw .certificate(paths.keyPath, problem: Self.reason(paths.keyPath, error))
        }
    }

    private static func look(_ path: String) -> [Int64]? {
        var found = stat()
        guard stat(path, &found) == 0 else { return nil }
        return [
            Int64(found.st_ino), Int64(found.st_size), Int64(found.st_mtim.tv_sec), Int64(found.st_mtim.tv_nsec),
        ]
    }

    private static func reason(_ path: String, _ error: any Error) -> String {
        access(path, R_OK) == 0 ? "\(error)" : String(cString: strerror(errno))
    }
}
