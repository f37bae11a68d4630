import DockerEngine
package import Servers

extension DockerRuntime {
    package func image(_ reference: String) async throws(RuntimeError) -> ImageDigest? {
        try await mapped { try await digest(reference) }
    }

    package func pull(
        _ reference: String, progress: @escaping @Sendable (Bytes, Bytes?) -> Void
    ) async throws(RuntimeError) -> ImageDigest {
        try await mapped {
            do {
                for try await step in try await engine.pullImage(reference) {
                    progress(Bytes(step.received), step.total > 0 ? Bytes(step.total) : nil)
                }
            } catch EngineError.notFound(let message) {
                throw RuntimeError.imageMissing(message)
            } catch EngineError.badParameter(let message) {
                throw RuntimeError.imageMissing(message)
            } catch EngineError.timeout(let call) {
                throw RuntimeError.pullFailed("the pull of \(reference) made no progress (\(call))")
            }
            guard let digest = try await digest(reference) else {
                throw RuntimeError.pullFailed("the pull of \(reference) ended without the image")
            }
            return digest
        }
    }

    private func digest(_ reference: String) async throws -> ImageDigest? {
        do {
            return ImageDigest(try await engine.inspectImage(reference).id)
        } catch EngineError.notFound {
            return nil
        }
    }
}
