import Hashing
import Inventory
import Linux
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
    private let root: WalkRoot

    /// `digests` are those of `seen`, in the same order.
    init(_ seen: [PackageCollector.Seen], digests: [SHA256Digest?], root: WalkRoot) {
        let order = seen.indices.sorted { seen[$0].path < seen[$1].path }
        files = order.map { place in
            let identity = seen[place].identity
            return CacheFile(
                path: seen[place].path, size: identity.size, digest: digests[place], modified: identity.modified)
        }
        identities = order.map { seen[$0].identity }
        self.root = root
    }

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
        let file = try open(index)
        do {
            guard let kind = DigestAlgorithm(rawValue: algorithm.rawValue) else {
                throw CacheReadError(.unusable, "there is no such digest")
            }
            var digest = try RunningDigest(kind)
            var offset: Int64 = 0
            while true {
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

    private func open(_ index: Int) throws(CacheReadError) -> Descriptor {
        guard files.indices.contains(index) else { throw CacheReadError(.unusable, "there is no such file") }
        do throws(SystemError) {
            let path = files[index].path.bytes + [0]
            if let file = try RegularFileOpener(for: root.directory).open(path.span, in: root.directory),
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
