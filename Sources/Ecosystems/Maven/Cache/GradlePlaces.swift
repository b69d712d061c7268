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
    /// Of 40 digits some may be zeros at the beginning; more than eight are no accident.
    private static let digestSizes = 32...40

    /// Takes a path apart; `nil` for all others.
    static func stored(_ path: [UInt8]) -> Stored? {
        var ends: [Int] = []
        var at = path.count
        while at > 0, ends.count < 6 {
            at -= 1
            if path[at] == UInt8(ascii: "/") { ends.append(at) }
        }
        // Six slashes behind a folder before the store, five where the path begins with it.
        guard ends.count >= 5 else { return nil }
        let start = ends.count == 6 ? ends[5] + 1 : 0
        guard path[start..<ends[4]] == store[...] else { return nil }
        let digest = path[(ends[1] + 1)..<ends[0]]
        guard digestSizes.contains(digest.count), digest.allSatisfy({ $0.hexDigitValue != nil }) else { return nil }
        return Stored(
            before: path[..<start], group: path[(ends[4] + 1)..<ends[3]], module: path[(ends[3] + 1)..<ends[2]],
            version: path[(ends[2] + 1)..<ends[1]], digest: digest, file: path[(ends[0] + 1)...])
    }

    /// Whether a path is one of them; looks at few bytes of others.
    static func isStored(_ path: Span<UInt8>) -> Bool {
        var at = path.count
        var slash = -1
        while at > 0 {
            at -= 1
            if path[at] != UInt8(ascii: "/") { continue }
            if slash < 0 {
                slash = at
                continue
            }
            guard digestSizes.contains(slash - at - 1) else { return false }
            for index in (at + 1)..<slash where path[index].hexDigitValue == nil { return false }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(path.count)
            for index in 0..<path.count { bytes.append(path[index]) }
            return stored(bytes) != nil
        }
        return false
    }

    /// Homes in one cache.
    static let limit = 64

    /// The homes of Gradle in a cache, in byte order; the first ones, where there are more than the limit.
    static func all(in files: any CacheFiles) -> [ByteString] {
        var places: Set<ByteString> = []
        for file in files.files where places.count < limit {
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
