import Audit
import Ecosystems
import Inventory

/// Gives packages the digests that only their lockfiles have. Readers make those that clients of the cache ask for;
/// without the others a pin would neither prove nor refute anything.
struct PinnedDigests {
    let book: PinBook
    let facts: PackageFacts
    let files: WalkedFiles

    /// Adds what is missing. Of unpacked packages nobody has the digest of what was packed; where a file holds more
    /// than the package, as in old caches of pip, that nothing can be compared is a trouble.
    func complete(_ reading: inout CacheReading) {
        for place in reading.artifacts.indices where !files.isStopped {
            let artifact = reading.artifacts[place]
            guard let own = artifact.digests.first(where: { $0.algorithm == .sha256 }),
                let index = files.index(of: artifact.path)
            else { continue }
            let isWhole = files.files[index].digest.map { $0.array == own.bytes } ?? false
            for algorithm in book.missingAlgorithms(of: artifact, facts).sorted() {
                do throws(CacheReadError) {
                    reading.artifacts[place].digests.append(try digest(index, algorithm, isWhole))
                } catch {
                    reading.troubles.append(
                        Trouble(cache: -1, path: artifact.path, reason: error.reason, detail: error.detail))
                }
            }
        }
    }

    private func digest(
        _ index: Int, _ algorithm: ContentDigest.Algorithm, _ isWhole: Bool
    ) throws(CacheReadError) -> ContentDigest {
        guard isWhole else {
            throw CacheReadError(
                .unusable,
                "lockfiles have only \(algorithm.rawValue) of this package, which cannot be made of what lies here")
        }
        return try files.digest(index, algorithm)
    }
}
