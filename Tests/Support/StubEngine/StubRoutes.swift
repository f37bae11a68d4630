import Foundation

/// What the stub engine answers to what. Pure.
struct StubRoutes: Sendable {
    typealias Handler = @Sendable (StubRequest) async -> StubResponse

    private struct Route: Sendable {
        let method: String
        let segments: [String]
        let handler: Handler
    }

    private var routes: [Route] = []

    /// - Parameter pattern: a path without version; `{name}` matches one segment, `{name...}` last all that follow.
    mutating func add(_ method: String, _ pattern: String, _ handler: @escaping Handler) {
        routes.append(Route(method: method, segments: Self.segments(of: pattern), handler: handler))
    }

    /// The handler added last among those that fit, and what its braces matched.
    func match(_ request: StubRequest) -> (handler: Handler, parameters: [String: String])? {
        let path = Self.segments(of: request.path)
        for route in routes.reversed() where route.method == request.method {
            if let parameters = Self.match(path, route.segments) { return (route.handler, parameters) }
        }
        return nil
    }

    private static func segments(of path: String) -> [String] {
        path.split(separator: "/").map(String.init)
    }

    private static func match(_ path: [String], _ pattern: [String]) -> [String: String]? {
        var parameters: [String: String] = [:]
        for (index, segment) in pattern.enumerated() {
            guard index < path.count else { return nil }
            if segment.hasPrefix("{"), segment.hasSuffix("...}") {
                let rest = path[index...].joined(separator: "/")
                parameters[String(segment.dropFirst().dropLast(4))] = rest.removingPercentEncoding ?? rest
                return parameters
            }
            if segment.hasPrefix("{"), segment.hasSuffix("}") {
                parameters[String(segment.dropFirst().dropLast())] = path[index].removingPercentEncoding ?? path[index]
            } else if segment != path[index] {
                return nil
            }
        }
        return pattern.count == path.count ? parameters : nil
    }
}
