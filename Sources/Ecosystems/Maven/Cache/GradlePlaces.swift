internal import Inventory

/// Where Gradle keeps the files of modules.
///
/// ```
///   caches/modules-2/files-2.1/<group>/<module>/<version>/<SHA-1, leading zeros left out>/<file>
///   place  └─ or here  └─ or here, where only a part of Gradle's home is the cache
/// ```
enum GradlePlaces {
    /// A file below `files-2.1`, by the parts of its path.
    struct Stored: Hashable {
        /// The path before `files-2.1`, with the slash at its end.
        var before: ArraySlice<UInt8>
        var group: ArraySlice<UInt8>
        var module: ArraySlice<UInt8>
        var version: ArraySlice<UInt8>
        var digest: ArraySlice<UInt8>
        var file: ArraySlice<UInt8>
    }

    private static let store = Array("files-2.1".utf8)
    private static let folders = ["modules-2/", "caches/"].map { Array($0.utf8) }

    /// Takes a path apart; `nil` for all others. Gradle finds a file by the path in its own index, so the name of the
    /// folder that should be a digest may be any: what it says is compared later.
    static func stored(_ path: [UInt8]) -> Stored? {
        guard let ends = slashes(path.span), let start = storeStart(path.span, ends) else { return nil }
        return Stored(
            before: path[..<start], group: path[(ends[4] + 1)..<ends[3]], module: path[(ends[3] + 1)..<ends[2]],
            version: path[(ends[2] + 1)..<ends[1]], digest: path[(ends[1] + 1)..<ends[0]],
            file: path[(ends[0] + 1)...])
    }

    /// Whether a path is one of them.
    static func isStored(_ path: Span<UInt8>) -> Bool {
        slashes(path).map { storeStart(path, $0) != nil } ?? false
    }

    /// Places of the last five slashes, the last one first, and of the one before, or -1; `nil` where there are less.
    private static func slashes(_ path: Span<UInt8>) -> [6 of Int]? {
        var ends: [6 of Int] = .init(repeating: -1)
        var count = 0
        var at = path.count
        while at > 0, count < 6 {
            at -= 1
            guard path[at] == UInt8(ascii: "/") else { continue }
            ends[count] = at
            count += 1
        }
        return count >= 5 ? ends : nil
    }

    /// Where the store's name begins, if it stands before the fifth slash from the end, and the digest has a name.
    private static func storeStart(_ path: Span<UInt8>, _ ends: [6 of Int]) -> Int? {
        let start = ends[5] + 1
        guard ends[0] > ends[1] + 1, path.extracting(start..<ends[4]).equals(store) else { return nil }
        return start
    }

    /// Homes in one cache.
    static let limit = 64

    /// The homes of Gradle in a cache, in byte order; the first ones, where there are more than the limit.
    static func all(in files: any CacheFiles) -> [ByteString] {
        var places: Set<ByteString> = []
        for file in files.files where places.count < limit && !files.isStopped {
            guard isStored(file.path.bytes.span), let found = stored(file.path.bytes) else { continue }
            places.insert(home(found.before))
        }
        return places.sorted()
    }

    private static func home(_ before: ArraySlice<UInt8>) -> ByteString {
        var rest = before
        for folder in folders {
            let isWhole = rest.count == folder.count || rest.dropLast(folder.count).last == UInt8(ascii: "/")
            guard isWhole, rest.suffix(folder.count) == folder[...] else { break }
            rest = rest.dropLast(folder.count)
        }
        return ByteString(Array(rest.last == UInt8(ascii: "/") ? rest.dropLast() : rest))
    }
}
