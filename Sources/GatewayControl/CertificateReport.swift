package import Servers

/// What a gateway says of the certificate that it shows.
package struct CertificateReport: Hashable, Sendable, Codable {
    package let expiresAt: Timestamp
    /// Why the files' present content is not used, and the one from before still is; nil when it is.
    package let problem: String?

    package init(expiresAt: Timestamp, problem: String? = nil) {
        self.expiresAt = expiresAt
        self.problem = problem
    }
}
