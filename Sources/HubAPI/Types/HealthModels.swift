/// `GET /hub/health`: 200 as long as the process serves. What is wrong inside is told to admins alone.
package struct HealthModel: Hashable, Sendable, Codable {
    package var live: Bool
    /// Whether servers can be launched and reached.
    package var ready: Bool
    package var engine: Engine
    /// How the fullest of its disks stands: `ok`, `warn`, or `refuse`: nothing is launched.
    /// Nil from hubs that do not tell.
    package var disk: String?
    /// Whether launches are refused before maintenance. Nil from hubs that do not tell.
    package var draining: Bool?
    /// What the gateway shows to browsers; nil where it speaks plain HTTP.
    @OrNull package var certificate: Certificate?
    /// Each part of it; null for who is no admin.
    @OrNull package var checks: [HealthCheckModel]?

    package struct Certificate: Hashable, Sendable, Codable {
        package var expiresAt: String
        /// Why a changed one is not used, and the one from before still is; for admins.
        @OrNull package var problem: String?

        package init(expiresAt: String, problem: String?) {
            self.expiresAt = expiresAt
            self.problem = problem
        }

        private enum CodingKeys: String, CodingKey {
            case expiresAt = "expires_at"
            case problem
        }
    }

    package struct Engine: Hashable, Sendable, Codable {
        /// `ok`, `away`, or `unknown` before the first answer.
        package var state: String
        /// Its name and version, as last heard; for admins.
        @OrNull package var name: String?
        /// Why it does not answer; for admins.
        @OrNull package var problem: String?

        package init(state: String, name: String?, problem: String?) {
            self.state = state
            self.name = name
            self.problem = problem
        }
    }

    package init(
        live: Bool, ready: Bool, engine: Engine, disk: String, draining: Bool, certificate: Certificate? = nil,
        checks: [HealthCheckModel]? = nil
    ) {
        self.live = live
        self.ready = ready
        self.engine = engine
        self.disk = disk
        self.draining = draining
        self.certificate = certificate
        self.checks = checks
    }
}

/// How one part of the hub is.
package struct HealthCheckModel: Hashable, Sendable, Codable {
    /// `engine`, `isolation`, `store`, `gateway`, `certificate`, `profiles`, `disk`, `clock`.
    package var part: String
    /// `ok`, `warn`: it goes on, or `fail`: no server can be launched or reached.
    package var verdict: String
    @OrNull package var problem: String?
    /// What to do about it.
    @OrNull package var remedy: String?

    package init(part: String, verdict: String, problem: String?, remedy: String?) {
        self.part = part
        self.verdict = verdict
        self.problem = problem
        self.remedy = remedy
    }
}

/// `GET /hub/health/live` and `/hub/health/ready`: 200 where it is so, else 503.
package struct ReadinessModel: Hashable, Sendable, Codable {
    package var ok: Bool
    /// Null for who is no admin.
    @OrNull package var checks: [HealthCheckModel]?

    package init(ok: Bool, checks: [HealthCheckModel]?) {
        self.ok = ok
        self.checks = checks
    }
}
