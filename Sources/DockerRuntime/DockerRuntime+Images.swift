import DockerEngine
import Foundation
package import Servers

extension DockerRuntime {
    package func image(_ reference: String) async throws(RuntimeError) -> HeldImage? {
        try await mapped { try await held(reference) }
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
            guard let image = try await held(reference) else {
                throw RuntimeError.pullFailed("the pull of \(reference) ended without the image")
            }
            return image.digest
        }
    }

    package func images() async throws(RuntimeError) -> [HeldImage] {
        try await mapped {
            try await engine.listImages().map { image in
                HeldImage(image.id, tags: image.repoTags, size: image.size, labels: image.labels)
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

    private func held(_ reference: String) async throws -> HeldImage? {
        do {
            let image = try await engine.inspectImage(reference)
            return HeldImage(image.id, tags: image.repoTags, size: image.size, labels: image.config?.labels ?? [:])
        } catch EngineError.notFound {
            return nil
        }
    }
}

extension HeldImage {
    /// What names its kernels, with commas between them. Whoever made the image wrote it: it is cut to what a card can show.
    private static let kernelsLabel = "berth.kernels"
    private static let mostKernels = 12
    private static let longestName = 40

    fileprivate init(_ id: String, tags: [String], size: Int64, labels: [String: String]) {
        let kernels = labels[Self.kernelsLabel]?.split(separator: ",").prefix(Self.mostKernels).map {
            String($0.trimmingCharacters(in: .whitespaces).prefix(Self.longestName))
        }
        self.init(
            digest: ImageDigest(id), references: tags.filter { $0 != "<none>:<none>" }.sorted(), size: Bytes(size),
            kernels: kernels?.filter { !$0.isEmpty })
    }
}
