import Inventory
import Linux
import Synchronization

/// Digests of files that hold nothing but a hole, by their size: those of zeros.
final class HoleDigests: Sendable {
    /// Sizes that are remembered.
    private static let capacity = 1_000

    private struct Other: Hashable {
        var algorithm: ContentDigest.Algorithm
        var size: Int64
    }

    private let others = Guarded<[Other: ContentDigest]>([:])
    private let digests = Guarded<[Int64: SHA256Digest]>([:])

    func digest(ofSize size: Int64) -> SHA256Digest? {
        digests.withLock { $0[size] }
    }

    /// The same of another algorithm.
    func other(_ algorithm: ContentDigest.Algorithm, ofSize size: Int64) -> ContentDigest? {
        others.withLock { $0[Other(algorithm: algorithm, size: size)] }
    }

    func remember(_ other: ContentDigest, ofSize size: Int64) {
        others.withLock { others in
            if others.count < Self.capacity { others[Other(algorithm: other.algorithm, size: size)] = other }
        }
    }

    func remember(_ digest: SHA256Digest, ofSize size: Int64) {
        digests.withLock { digests in
            if digests.count < Self.capacity { digests[size] = digest }
        }
    }
}
