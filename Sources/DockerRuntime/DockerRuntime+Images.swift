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
            let login = try settings.registryCredentials.flatMap {
                try RegistryCredentials(path: $0).login(for: reference)
            }
            do {
                for try await step in try await engine.pullImage(reference, login: login) {
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

    package func images() async throws(RuntimeError) -> [HeldImage] {
        try await mapped {
            try await engine.listImages().map { image in
                HeldImage(
                    digest: ImageDigest(image.id), references: image.repoTags.filter { $0 != "<none>:<none>" }.sorted(),
                    size: Bytes(image.size))
            }.sorted { $0.digest.value < $1.digest.value }
        }
    }

    package func removeImage(_ digest: ImageDigest) async throws(RuntimeError) -> Bool {
        try await mapped {
            do {
                // Without force the engine refuses what a container uses, and what has names in several repositories.
                try await engine.removeImage(digest.value)
                return true
            } catch EngineError.notFound {
                return true
            } catch EngineError.conflict {
                return false
            }
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
