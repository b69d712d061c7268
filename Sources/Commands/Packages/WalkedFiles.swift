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
    let entries: [CacheEntry]
    /// The files as they were walked, in the same order.
    private let seen: [PackageCollector.Seen]
    /// What the walk, or the manifest, has besides SHA-256.
    private let others: [ContentDigest?]
    private let root: WalkRoot
    private let learned = Learned()
    private let held = HeldFiles()

    /// Digests that were made here of files that did not change: worth keeping.
    private final class Learned: Sendable {
        let digests = Guarded<[(slot: Int32, digest: ContentDigest)]>([])
    }

    /// `digests` and `others` are those of the files seen, in the same order.
    init(
        _ kept: PackageCollector.Cache, digests: [SHA256Digest?], others: [ContentDigest?], root: WalkRoot
    ) {
        files = zip(kept.seen, digests).map { seen, digest in
            CacheFile(path: seen.path, size: seen.identity.size, digest: digest, modified: seen.identity.modified)
        }
        entries = kept.entries
        seen = kept.seen
        self.others = others
        self.root = root
    }

    var isStopped: Bool { Signals.requested != nil }

    /// The digests that were asked for of files that did not change, and that nobody had.
    var newDigests: [(slot: Int32, digest: ContentDigest)] { learned.digests.withLock { $0 } }

    func read(_ index: Int, at offset: Int64, count: Int) throws(CacheReadError) -> [UInt8] {
        try goOn()
        var file: HeldFiles.File
        if let known = held.take(index) {
            file = known
        } else {
            file = HeldFiles.File(index: index, descriptor: try open(index))
        }
        let size = files[index].size
        // Readers ask for as much as they would take; what counts is what is there.
        let count = min(count, Int(clamping: size - max(0, offset)))
        guard offset >= 0, count > 0 else {
            held.put(file)
            return []
        }
        guard count <= Self.readMax else { throw CacheReadError(.tooLarge, "\(count) bytes are too many to look at") }
        if let piece = file.piece(at: offset, count: count) {
            held.put(file)
            return piece
        }
        let wanted = min(max(count, HeldFiles.readMin), Int(clamping: size - offset))
        let bytes = try self.bytes(of: file, at: offset, count: wanted)
        file.keep(bytes, from: offset)
        held.put(file)
        return bytes.count > count ? Array(bytes[..<count]) : bytes
    }

    /// Reads of a file that is held open, if it is still as it was walked.
    private func bytes(of file: HeldFiles.File, at offset: Int64, count: Int) throws(CacheReadError) -> [UInt8] {
        do throws(SystemError) {
            // Its status was asked for when it was opened.
            let identity = file.isFresh ? nil : FileIdentity(try file.open.descriptor.status())
            if identity == nil || identity == seen[file.index].identity {
                return try file.open.descriptor.bytes(at: offset, count: count)
            }
        } catch {
            throw CacheReadError(.unreadable, "it could not be read: \(error)")
        }
        throw Self.changed
    }

    private static let changed = CacheReadError(.unstable, "it is not the file any more that was walked")

    func digest(_ index: Int, _ algorithm: ContentDigest.Algorithm) throws(CacheReadError) -> ContentDigest {
        if files.indices.contains(index), let other = others[index], other.algorithm == algorithm { return other }
        let digest = try readDigest(index, algorithm)
        let isWished = EcosystemList.wish(for: files[index].path) == algorithm
        if isWished, let slot = seen[index].slot { learned.digests.withLock { $0.append((slot, digest)) } }
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
            guard try holes(in: file) <= WalkOptions.otherHoleBytes else {
                throw CacheReadError(.tooLarge, "its holes are longer than those of which a second digest is made")
            }
            var digest = try RunningDigest(kind)
            var offset: Int64 = 0
            while true {
                try goOn()
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

    /// Bytes of a file that were never written, as far as the limit.
    private func holes(in file: borrowing Descriptor) throws -> Int64 {
        let status = try file.status()
        guard status.isSparse else { return 0 }
        var (offset, holes): (Int64, Int64) = (0, 0)
        while offset < status.size, holes <= WalkOptions.otherHoleBytes {
            try goOn()
            let data = min(try file.nextData(from: offset) ?? status.size, status.size)
            holes += data - offset
            offset = data < status.size ? max(data + 1, try file.nextHole(from: data)) : data
        }
        return holes
    }

    private func goOn() throws(CacheReadError) {
        if isStopped { throw CacheReadError(.cancelled, "the audit was told to stop") }
    }

    private func open(_ index: Int) throws(CacheReadError) -> Descriptor {
        try goOn()
        guard files.indices.contains(index) else { throw CacheReadError(.unusable, "there is no such file") }
        do throws(SystemError) {
            let path = files[index].path.bytes + [0]
            if let file = try root.opener.open(path.span, in: root.directory),
                FileIdentity(try file.status()) == seen[index].identity
            {
                return file
            }
        } catch {
            let isGone = error.number == SystemError.notFound
            throw CacheReadError(isGone ? .vanished : .unreadable, "it could not be opened: \(error)")
        }
        throw Self.changed
    }
}
