import Inventory
import Linux
import Synchronization

/// Digests of files that hold nothing but a hole, by their size: those of zeros.
final class HoleDigests: Sendable {
    /// Sizes that are remembered.
    private static let capacity = 1_000

    private let digests = Guarded<[Int64: SHA256Digest]>([:])

    func digest(ofSize size: Int64) -> SHA256Digest? {
        digests.withLock { $0[size] }
    }

    func remember(_ digest: SHA256Digest, ofSize size: Int64) {
        digests.withLock { digests in
            if digests.count < Self.capacity { digests[size] = digest }
        }
    }
}
