import Hashing
import Inflate
import Inventory

/// A folder into which a client unpacked an archive, held against that archive, file by file.
///
/// ```
///   archive ─► digest of each file ─┬─ the same in the folder        settled
///                                   ├─ another                       changed
///   folder  ─► its files ───────────┼─ not in the archive            extra
///                                   └─ not in the folder             missing
/// ```
/// Nothing is unpacked: the walk knows the digests of the folder's files.
struct UnpackedTree {
    /// Digests of an archive's files by their names in the folder.
    typealias Members = [[UInt8]: SHA256Digest]

    /// Files with another content than in the archive, with what they should have.
    private(set) var changed: [(file: Int, expected: SHA256Digest)] = []
    /// Files that the archive does not have, with their names in the folder.
    private(set) var extra: [(file: Int, name: [UInt8])] = []
    /// Names that the folder does not have, in byte order.
    private(set) var missing: [[UInt8]] = []
    /// Files with the very content of the archive.
    private(set) var same: [Int] = []

    /// Compares the files of a folder. `own` tells of a name that the client itself puts there.
    init(
        _ folder: ByteString, in files: any CacheFiles, with members: Members, own: ([UInt8]) -> Bool = { _ in false }
    ) {
        var seen = 0
        var found: Set<[UInt8]> = []
        found.reserveCapacity(members.count)
        for file in files.below(folder) {
            let name = Array(files.files[file].path.bytes.dropFirst(folder.bytes.count + 1))
            if own(name) {
                same.append(file)
                continue
            }
            guard let expected = members[name] else {
                extra.append((file, name))
                continue
            }
            seen += 1
            found.insert(name)
            // One that could not be read is a trouble of the walk.
            if let actual = files.files[file].digest, actual != expected {
                changed.append((file, expected))
            } else {
                same.append(file)
            }
        }
        guard seen < members.count else { return }
        missing = members.keys.filter { !found.contains($0) }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// The digest of what a reader of an archive hands out until its end.
    static func digest(_ next: (inout [UInt8]) throws(ArchiveError) -> Bool) throws(ArchiveError) -> SHA256Digest {
        var piece: [UInt8] = []
        do {
            var hasher = try SHA256Hasher()
            while try next(&piece) { try hasher.update(piece.span) }
            return SHA256Digest(try hasher.finish())
        } catch let error as ArchiveError {
            throw error
        } catch {
            throw .unreadable("no digest can be made: \(error)", offset: 0)
        }
    }

    /// The digest of a content that is at hand.
    static func digest(of content: [UInt8]) throws(ArchiveError) -> SHA256Digest {
        do throws(HashError) {
            return SHA256Digest(try SHA256Hasher.digest(of: content))
        } catch {
            throw .unreadable("no digest can be made: \(error)", offset: 0)
        }
    }
}
