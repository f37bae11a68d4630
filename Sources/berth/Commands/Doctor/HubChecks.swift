import HubAPI

/// Looks at the way to the hub: credentials, gateway, hub, engine behind it, and what the token may do.
enum HubChecks {
    static func all(_ choice: CredentialsChoice, _ context: CommandContext) async -> [Check] {
        do {
            let (credentials, warnings) = try HubCredentials.find(
                choice, environment: context.environment, home: context.home)
            let notes = warnings.map {
                Check.warn("credentials", $0, advice: "Nothing else is wrong with them so far.")
            }
            return try await withHubClient(address: credentials.address, token: credentials.token) { client in
                let (reached, isThere) = await reach(client, credentials)
                return notes + reached + (isThere ? [await identity(client, credentials, context)] : [])
            }
        } catch let failure as CommandFailure {
            return [.fail("credentials", failure.problem, advice: failure.advice ?? "See 'berth --help'.")]
        } catch let error as HubError {
            let failure = CommandFailure(error)
            return [.fail("credentials", failure.problem, advice: failure.advice ?? "See 'berth --help'.")]
        } catch {
            return [.fail("credentials", "\(error)", advice: "See 'berth --help'.")]
        }
    }

    /// The gateway and the hub behind it, and whether the hub can be asked more.
    private static func reach(_ client: HubClient, _ credentials: HubCredentials) async -> ([Check], Bool) {
        let place = "\(credentials.address) (from \(credentials.addressSource))"
        do {
            let health = try await client.health()
            return ([.ok("gateway", "answers at \(place)")] + hub(health) + certificate(health), true)
        } catch HubError.unreachable(_, let reason) {
            let advice = "Start Berth with scripts/up or 'berth serve', or choose another address with --url."
            return ([.fail("gateway", "\(place): \(reason)", advice: advice)], false)
        } catch HubError.refused(let status, _, let message) where [502, 503, 504].contains(status) {
            let detail = message ?? "the gateway answers, the hub does not"
            let advice = "'berth serve' has stopped or is starting: see its log, and start it."
            return ([.ok("gateway", "answers at \(place)"), .fail("hub", detail, advice: advice)], false)
        } catch let error as HubError {
            let failure = CommandFailure(error)
            return ([.fail("gateway", "\(place): \(failure.problem)", advice: failure.advice ?? "Check --url.")], false)
        } catch {
            return ([.fail("gateway", "\(place): \(error)", advice: "Try again.")], false)
        }
    }

    /// A line where the gateway has a certificate; what is wrong with it is among the hub's parts.
    private static func certificate(_ health: HealthModel) -> [Check] {
        guard let shown = health.certificate,
            health.checks?.contains(where: { $0.part == "certificate" && $0.verdict != "ok" }) != true
        else { return [] }
        return [.ok("certificate", "good until \(shown.expiresAt)")]
    }

    /// What the hub says of itself: each part that is not well where it tells so, as it does admins.
    private static func hub(_ health: HealthModel) -> [Check] {
        let maintenance =
            health.draining == true
            ? [
                Check.warn(
                    "launches", "none are taken, before maintenance", advice: "'berth drain --status' says more.")
            ]
            : []
        guard let checks = health.checks else { return [unnamed(health)] + disk(health) + maintenance }
        let problems = checks.compactMap(Check.init)
        let ready = Check.ok("hub", "ready; engine: \(health.engine.name ?? health.engine.state)")
        return (health.ready ? [ready] : []) + problems + maintenance
    }

    /// All that is told those who are no admins.
    private static func unnamed(_ health: HealthModel) -> Check {
        if health.ready { return .ok("hub", "ready; engine: \(health.engine.name ?? health.engine.state)") }
        guard health.engine.state == "ok", health.engine.problem == nil else {
            return .fail(
                "hub", "lives, but its engine does not answer: \(health.engine.problem ?? health.engine.state)",
                advice: "Start the Docker Engine on the hub's machine; Berth goes on by itself.")
        }
        return .fail("hub", "is not ready", advice: "An admin's 'berth doctor' says what is wrong.")
    }

    /// What the hub says of its own disks, when there is something to say.
    private static func disk(_ health: HealthModel) -> [Check] {
        let advice = "On the hub's machine 'berth doctor' shows which disk; remove what is not needed there."
        return switch health.disk {
        case "warn": [.warn("disk", "little room is left on the hub's disk", advice: advice)]
        case "refuse": [.fail("disk", "the hub's disk is nearly full: nothing is launched", advice: advice)]
        default: []
        }
    }

    private static func identity(
        _ client: HubClient, _ credentials: HubCredentials, _ context: CommandContext
    ) async -> Check {
        guard let source = credentials.tokenSource else {
            let failure = CommandFailure.noCredentials(context.environment, context.home)
            return .fail("credentials", failure.problem, advice: failure.advice ?? "")
        }
        do {
            let me = try await client.whoAmI()
            return .ok("credentials", "\(me.user.name)\(me.user.admin ? ", an admin" : "") (token from \(source))")
        } catch let error as HubError {
            let failure = CommandFailure(error)
            return .fail(
                "credentials", "token from \(source): \(failure.problem)", advice: failure.advice ?? "Make a new one.")
        } catch {
            return .fail("credentials", "token from \(source): \(error)", advice: "Try again.")
        }
    }
}

extension Check {
    /// Nil where the hub finds nothing wrong.
    fileprivate init?(_ model: HealthCheckModel) {
        let detail = "the hub says: \(model.problem ?? "something is wrong")"
        let advice = model.remedy.map { $0 + "." } ?? "See the hub's log."
        switch model.verdict {
        case "ok": return nil
        case "warn": self = .warn(model.part, detail, advice: advice)
        default: self = .fail(model.part, detail, advice: advice)
        }
    }
}
