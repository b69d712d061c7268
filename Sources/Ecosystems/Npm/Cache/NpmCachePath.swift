import Inventory

/// What a path below the folder of npm's cache (`~/.npm`) is.
///
/// ```
///   _cacache/content-v2/sha512/ab/cd/ef…      content: the name is the digest of the bytes
///   _cacache/index-v5/ab/cd/ef…               bucket: the name is the SHA-256 of the keys in it
///   _cacache/tmp/…                            half-written
///   _cacache/_lastverified                    time of the last `npm cache verify`
///   _npx/0123456789abcdef/…                   what `npx` installed
///   _logs/…-debug-0.log  _tuf/…  _prebuilds/123abc-name.tar.gz
/// ```
/// The parts below `_cacache` may also stand in the cache's own directory: a mount of that folder alone, or another
/// program that uses the same library.
enum NpmCachePath: Equatable {
    case content(ContentDigest)
    /// 64 hexadecimal digits.
    case bucket([UInt8])
    case temporary
    /// Times and numbers that the client keeps for itself.
    case mark
    case log
    /// The rest of the path behind `_npx/0123456789abcdef/`.
    case npx(folder: String, rest: [UInt8])
    case prebuilt
    /// Keys of the signing service.
    case trustRoot
    case foreign

    /// Folder of the store.
    static let store = Array("_cacache".utf8)
    private static let contentFolder = Array("content-v2".utf8)
    private static let bucketFolder = Array("index-v5".utf8)

    /// Judges a path relative to the place of the cache.
    init(_ path: [UInt8]) {
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard let first = parts.first else {
            self = .foreign
            return
        }
        if first.elementsEqual(Self.store) {
            self = Self.inStore(parts.dropFirst()) ?? .foreign
        } else if let found = Self.inStore(parts[...]), parts.count > 1 || found == .mark {
            self = found
        } else {
            self = Self.besideStore(parts)
        }
    }

    /// Judges a path relative to the store; `nil` for what does not belong there.
    private static func inStore(_ parts: ArraySlice<ArraySlice<UInt8>>) -> NpmCachePath? {
        guard let first = parts.first else { return nil }
        if first.elementsEqual(contentFolder) {
            guard parts.count == 5, let algorithm = algorithm(parts[parts.startIndex + 1]),
                let digits = digits(parts.dropFirst(2)), let digest = DigestText.hex(algorithm, digits[...])
            else { return .foreign }
            return .content(digest)
        }
        if first.elementsEqual(bucketFolder) {
            guard parts.count == 4, let digits = digits(parts.dropFirst()), digits.count == 64 else {
                return .foreign
            }
            return .bucket(digits)
        }
        if first.elementsEqual("tmp".utf8) { return .temporary }
        if first.elementsEqual("_lastverified".utf8), parts.count == 1 { return .mark }
        return nil
    }

    private static func besideStore(_ parts: [ArraySlice<UInt8>]) -> NpmCachePath {
        let first = parts[0]
        if first.elementsEqual("_npx".utf8), parts.count > 2, isNpxFolder(parts[1]) {
            let rest = Array(parts.dropFirst(2).joined(separator: [UInt8(ascii: "/")]))
            return .npx(folder: String(decoding: parts[1], as: UTF8.self), rest: rest)
        }
        if parts.count > 1 {
            if first.elementsEqual("_logs".utf8) { return .log }
            if first.elementsEqual("_locks".utf8) { return .mark }
            if first.elementsEqual("_tuf".utf8) { return .trustRoot }
            if first.elementsEqual("_prebuilds".utf8) { return .prebuilt }
        } else if first.elementsEqual("_update-notifier-last-checked".utf8)
            || first.elementsEqual("anonymous-cli-metrics.json".utf8)
        {
            return .mark
        }
        return .foreign
    }

    private static func isNpxFolder(_ name: ArraySlice<UInt8>) -> Bool {
        name.count == 16 && name.allSatisfy(isLowerHex)
    }

    /// The algorithm that a folder below `content-v2` is called after.
    static func algorithm(_ name: ArraySlice<UInt8>) -> ContentDigest.Algorithm? {
        ContentDigest.Algorithm.allCases.first { $0 != .h1 && name.elementsEqual($0.rawValue.utf8) }
    }

    /// `ab/cd/ef…` without its slashes, where it is that.
    private static func digits(_ parts: ArraySlice<ArraySlice<UInt8>>) -> [UInt8]? {
        guard parts.count == 3, parts[parts.startIndex].count == 2, parts[parts.startIndex + 1].count == 2 else {
            return nil
        }
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * ContentDigest.Algorithm.sha512.size)
        for part in parts { digits += part }
        return digits.allSatisfy(isLowerHex) ? digits : nil
    }

    /// A digit as npm writes it.
    static func isLowerHex(_ byte: UInt8) -> Bool {
        byte.isASCIIDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// What may become of it.
    var pathClass: PathClass {
        switch self {
        // A prebuilt program is named after its address, and nothing else vouches for it: that it never changes is
        // all there is to compare.
        case .content, .prebuilt: .immutable
        case .bucket, .npx, .trustRoot: .index
        case .mark, .log: .lock
        case .temporary: .temporary
        case .foreign: .foreign
        }
    }
}

extension NpmCachePath {
    /// Those that no walk makes anyway.
    private static let wishes: [ContentDigest.Algorithm] = [.sha512, .sha1, .sha384, .md5, .sha224]
    /// `content-v2/ALGORITHM/` for each of them.
    private static let prefixes = wishes.map { Array("content-v2/\($0.rawValue)/".utf8) }

    /// The digest that names a file at this path; `nil` for nearly all that is no content. Without an allocation.
    static func wish(for path: Span<UInt8>) -> ContentDigest.Algorithm? {
        let wishes = wishes
        for place in wishes.indices {
            // Two slashes between the digits tell nearly all others.
            let digits = path.count - 2 * wishes[place].size - 2
            guard digits > 0, path[digits + 2] == UInt8(ascii: "/"), path[digits + 5] == UInt8(ascii: "/") else {
                continue
            }
            let prefix = prefixes[place]
            let start = digits - prefix.count
            guard start >= 0, start == 0 || path[start - 1] == UInt8(ascii: "/"), starts(path, at: start, with: prefix)
            else { continue }
            return wishes[place]
        }
        return nil
    }

    private static func starts(_ path: Span<UInt8>, at start: Int, with prefix: [UInt8]) -> Bool {
        for index in 0..<prefix.count where path[start + index] != prefix[index] { return false }
        return true
    }

    /// Whether the path leads into a store, and then the place that store belongs to and which of its folders it is.
    static func place(of path: [UInt8]) -> (place: [UInt8], folder: [UInt8])? {
        var start = 0
        while start < path.count {
            let rest = path[start...]
            let isContent = rest.starts(with: contentFolder)
            if isContent || rest.starts(with: bucketFolder) {
                switch NpmCachePath(Array(rest)) {
                case .content, .bucket:
                    let end = start + (isContent ? contentFolder : bucketFolder).count
                    return (placeOf(store: Array(path[..<max(0, start - 1)])), Array(path[..<end]))
                default: break
                }
            }
            guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return nil }
            start = slash + 1
        }
        return nil
    }

    /// The folder above `_cacache`; the store itself where it has another name.
    private static func placeOf(store path: [UInt8]) -> [UInt8] {
        if path == store { return [] }
        let tail = [UInt8(ascii: "/")] + store
        return path.suffix(tail.count).elementsEqual(tail) ? Array(path.dropLast(tail.count)) : path
    }
}
