import Ecosystems
import Hashing
import Inventory
import Linux
import Synchronization
import Walk

/// The files of one cache after its walk, for the readers of packages. Content is read beneath the cache's own
/// descriptor, and only of the very file that was walked.
struct WalkedFiles: CacheFiles {
    /// Bytes handed out at once; readers ask for ends and parts, not for whole archives.
    private static let readMax = 64 << 20
    /// Bytes per read of a whole file.
    private static let chunk = 1 << 20

    let files: [CacheFile]
    private let identities: [FileIdentity]
    /// What the walk, or the manifest, has besides SHA-256.
    private let others: [ContentDigest?]
    /// Places among the known files, of those that did not change.
    private let slots: [Int32?]
    private let root: WalkRoot
    private let learned = Learned()

    /// Digests that were made here of files that did not change: worth keeping.
    private final class Learned: Sendable {
        let digests = Guarded<[(slot: Int32, digest: ContentDigest)]>([])
    }

    /// `digests` and `others` are those of `seen`, in the same order.
    init(
        _ seen: [PackageCollector.Seen], digests: [SHA256Digest?], others: [ContentDigest?], root: WalkRoot
    ) {
        let order = seen.indices.sorted { seen[$0].path < seen[$1].path }
        files = order.map { place in
            let identity = seen[place].identity
            return CacheFile(
                path: seen[place].path, size: identity.size, digest: digests[place], modified: identity.modified)
        }
        identities = order.map { seen[$0].identity }
        self.others = order.map { others[$0] }
        slots = order.map { seen[$0].slot }
        self.root = root
    }

    /// The digests that were asked for of files that did not change, and that nobody had.
    var newDigests: [(slot: Int32, digest: ContentDigest)] { learned.digests.withLock { $0 } }

    func read(_ index: Int, at offset: Int64, count: Int) throws(CacheReadError) -> [UInt8] {
        let file = try open(index)
        // Readers ask for as much as they would take; what counts is what is there.
        let rest = Int(clamping: files[index].size - max(0, offset))
        let count = min(count, rest)
        guard offset >= 0, count > 0 else { return [] }
        guard count <= Self.readMax else { throw CacheReadError(.tooLarge, "\(count) bytes are too many to look at") }
        do throws(SystemError) {
            return try file.bytes(at: offset, count: count)
        } catch {
            throw CacheReadError(.unreadable, "it could not be read: \(error)")
        }
    }

    func digest(_ index: Int, _ algorithm: ContentDigest.Algorithm) throws(CacheReadError) -> ContentDigest {
        if files.indices.contains(index), let other = others[index], other.algorithm == algorithm { return other }
        let digest = try readDigest(index, algorithm)
        let isWished = EcosystemList.wish(for: files[index].path) == algorithm
        if isWished, let slot = slots[index] { learned.digests.withLock { $0.append((slot, digest)) } }
        return digest
    }

    private func readDigest(
        _ index: Int, _ algorithm: ContentDigest.Algorithm
    ) throws(CacheReadError) -> ContentDigest {
        let file = try open(index)
        do {
            guard let kind = DigestAlgorithm(rawValue: algorithm.rawValue) else {
                throw CacheReadError(.unusable, "there is no such digest")
            }
            var digest = try RunningDigest(kind)
            var offset: Int64 = 0
            while true {
                if Signals.requested != nil { throw Self.stopped }
                let bytes = try file.bytes(at: offset, count: Self.chunk)
                if bytes.isEmpty { break }
                try digest.update(bytes.span)
                offset += Int64(bytes.count)
            }
            guard let result = ContentDigest(algorithm, try digest.finish()) else {
                throw CacheReadError(.unusable, "there is no such digest")
            }
            return result
        } catch let error as CacheReadError {
            throw error
        } catch {
            throw CacheReadError(.unreadable, "it could not be read: \(error)")
        }
    }

    private static let stopped = CacheReadError(.cancelled, "stopped before it was read")

    private func open(_ index: Int) throws(CacheReadError) -> Descriptor {
        // Readers ask for thousands of files one after the other: each is refused, and they come to their end soon.
        if Signals.requested != nil { throw Self.stopped }
        guard files.indices.contains(index) else { throw CacheReadError(.unusable, "there is no such file") }
        do throws(SystemError) {
            let path = files[index].path.bytes + [0]
            if let file = try root.opener.open(path.span, in: root.directory),
                FileIdentity(try file.status()) == identities[index]
            {
                return file
            }
        } catch {
            let isGone = error.number == SystemError.notFound
            throw CacheReadError(isGone ? .vanished : .unreadable, "it could not be opened: \(error)")
        }
        throw CacheReadError(.unstable, "it is not the file any more that was walked")
    }
}
