import Inventory

/// What a path below a cache of Yarn 2 and later (`~/.yarn/berry`, a project's `.yarn`) is.
///
/// ```
///   cache/@types-node-npm-20.1.0-0a1b2c3d4e-10c0.zip          shared by all projects: form of the archives
///   cache/left-pad-npm-1.3.0-0a1b2c3d4e-5f6a7b8c9d.zip        a project's own: its digest's first ten digits
///         └ name, protocol, version ┘ hash of these
///   store/v1/ab/0123….dat  index/ab/ab0123…[1ed].dat          single files: folder and name are their SHA-1
///   store/v1/ab/0123….json  metadata/npm/…                    which files a package has, what the registry said
/// ```
enum BerryPath: Equatable {
    case archive(Name)
    /// What is linked into projects.
    case stored(ContentDigest)
    case notes, temporary, foreign

    /// What the name of an archive says.
    struct Name: Equatable {
        /// Name, protocol and version, in one text.
        let slug: [UInt8]
        /// The first digits of the SHA-512 of the archive; `nil` where the form of archives stands instead.
        let digest: [UInt8]?

        /// Name, without its slash, and version of what came from a registry; `nil` for patches and the like.
        var release: (name: [UInt8], version: [UInt8])? {
            let mark = Array("-npm-".utf8)
            // Versions may hold nearly anything behind a hyphen, but begin with a digit; names may hold the mark, too.
            let ends = slug.indices.dropFirst(mark.count + 1).filter { end in
                slug[end].isASCIIDigit && slug[..<end].suffix(mark.count) == mark[...]
            }
            guard let start = ends.last else { return nil }
            return (Array(slug[..<(start - mark.count)]), Array(slug[start...]))
        }
    }

    /// A name with the slash that was taken from it. Of a scope with a hyphen nobody can tell where it ended.
    static func unslugged(_ name: [UInt8]) -> String {
        guard name.first == UInt8(ascii: "@"), let end = name.firstIndex(of: hyphen) else {
            return String(decoding: name, as: UTF8.self)
        }
        return String(decoding: name[..<end] + [slash] + name[(end + 1)...], as: UTF8.self)
    }

    private static let slash = UInt8(ascii: "/")
    private static let hyphen = UInt8(ascii: "-")
    private static let hashLength = 10
    private static let ending = Array(".zip".utf8)
    private static let cache = Array("cache".utf8)
    private static let storedEnding = Array(".dat".utf8)
    private static let storedLength = 2 * ContentDigest.Algorithm.sha1.size

    /// Judges a path relative to the place.
    init(_ path: [UInt8]) {
        let parts = path.split(separator: Self.slash, omittingEmptySubsequences: false)
        guard let first = parts.first, let last = parts.last else {
            self = .foreign
            return
        }
        let isInCache = parts.count == 2 && first.elementsEqual(Self.cache)
        if isInCache || parts.count == 1, let name = Self.name(last) {
            self = .archive(name)
        } else if let digest = Self.stored(parts) {
            self = .stored(digest)
        } else if parts.count > 1, ["metadata", "index", "store"].contains(where: { first.elementsEqual($0.utf8) }) {
            self = last.suffix(4).elementsEqual(".tmp".utf8) ? .temporary : .notes
        } else if isInCache, last.firstRange(of: Array(".zip-".utf8)) != nil {
            self = .temporary
        } else {
            self = .foreign
        }
    }

    /// The SHA-1 that a single file is called by: in an `index` all of it, with the mode behind it, in a `store` what
    /// the folder lacks.
    private static func stored(_ parts: [ArraySlice<UInt8>]) -> ContentDigest? {
        let isIndex = parts.count == 3 && parts[0].elementsEqual("index".utf8)
        let isStore = parts.count == 4 && parts[0].elementsEqual("store".utf8) && parts[1].first == UInt8(ascii: "v")
        guard isIndex || isStore, let name = parts.last, name.suffix(storedEnding.count) == storedEnding[...] else {
            return nil
        }
        let folder = parts[parts.count - 2]
        let digits = isIndex ? name.prefix(storedLength) : folder + name.dropLast(storedEnding.count)
        guard folder.count == 2, digits.starts(with: folder) else { return nil }
        return DigestText.hex(.sha1, Array(digits)[...])
    }

    /// Takes the name of an archive apart.
    private static func name(_ file: ArraySlice<UInt8>) -> Name? {
        let bytes = Array(file)
        guard let places = places(in: bytes.span) else { return nil }
        let tail = Array(bytes[places.tail])
        let isDigest = tail.count == hashLength && tail.allSatisfy(NpmCachePath.isLowerHex)
        return Name(slug: Array(bytes[..<places.slugEnd]), digest: isDigest ? tail : nil)
    }

    /// Where the slug ends and the last part lies; `nil` for another name. Without an allocation.
    private static func places(in name: Span<UInt8>) -> (slugEnd: Int, tail: Range<Int>)? {
        guard name.ends(in: ending) else { return nil }
        let end = name.count - ending.count
        var start = end
        while start > 0, name[start - 1] != hyphen { start -= 1 }
        let slugEnd = start - 2 - hashLength
        guard slugEnd > 0, name[slugEnd] == hyphen, end > start, end - start <= hashLength else { return nil }
        for index in (slugEnd + 1)..<(start - 1) where !NpmCachePath.isLowerHex(name[index]) { return nil }
        // `10c0`, or ten digits of a digest.
        for index in start..<end where !NpmCachePath.isLowerHex(name[index]) { return nil }
        guard name[start].isASCIIDigit || end - start == hashLength else { return nil }
        return (slugEnd, start..<end)
    }

    /// What may become of it.
    var pathClass: PathClass {
        switch self {
        case .archive, .stored: .immutable
        case .notes: .index
        case .temporary: .temporary
        case .foreign: .foreign
        }
    }

    /// What Yarn takes a path for.
    static func role(of path: [UInt8]) -> PathRole {
        switch BerryPath(path) {
        case .archive, .stored: .file
        default: path == cache ? .maybeFolder : .none
        }
    }

    // MARK: Places

    /// Whether a path has the form of an archive. Asked for each file of a walk; without an allocation.
    static func isArchive(_ path: Span<UInt8>) -> Bool {
        guard path.ends(in: ending) else { return false }
        var start = path.count
        while start > 0, path[start - 1] != slash { start -= 1 }
        return places(in: path.extracting(start..<path.count)) != nil
    }

    /// Whether a path has the form of a single file. Asked for each file of a walk; without an allocation.
    static func isStored(_ path: Span<UInt8>) -> Bool {
        guard path.ends(in: storedEnding) else { return false }
        var start = path.count
        while start > 0, path[start - 1] != slash { start -= 1 }
        // The folder's two digits, and the mode where it is not the usual one.
        let count = path.count - start - storedEnding.count
        guard count == storedLength - 2 || (storedLength...(storedLength + 3)).contains(count), start > 3,
            path[start - 4] == slash
        else { return false }
        for index in (start - 3)..<(start + min(count, storedLength)) where index != start - 1 {
            if !NpmCachePath.isLowerHex(path[index]) { return false }
        }
        return true
    }

    /// The place that the path of an archive belongs to; `nil` for all other paths.
    static func place(of path: [UInt8]) -> [UInt8]? {
        guard isArchive(path.span) else { return nil }
        let folders = path.split(separator: slash, omittingEmptySubsequences: false).dropLast()
        let isInCache = folders.last?.elementsEqual(cache) ?? false
        return Array((isInCache ? folders.dropLast() : folders).joined(separator: [slash]))
    }
}
