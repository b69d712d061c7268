import Inventory

/// What a path below a folder of Go's is: the cache of modules (`GOMODCACHE`, `go/pkg/mod`), or that of what was
/// compiled (`GOCACHE`, `.cache/go-build`).
///
/// ```
///   cache/download/MODULE/@v/v1.2.0.zip  .mod  .info  .ziphash  .lock  list
///   MODULE@v1.2.0/…                          what the archive was unpacked to, and what is compiled
///   cache/download/sumdb/HOST/lookup/…       answers of the checksum database, and its tree
///   cache/vcs/…  cache/lock                  repositories
///
///   ab/ab0123…-a                             of an action: which output it has
///   ab/ab0123…-d                             an output; the name is the SHA-256 of the bytes
/// ```
/// A mount may begin at `cache` or `cache/download`.
enum GoPath: Equatable {
    case archive(GoRelease)
    case modFile(GoRelease)
    /// The digest of the archive's content.
    case sum(GoRelease)
    case info(GoRelease)
    /// What a name that is no version stood for: a branch, a commit.
    case query
    /// The versions of a module.
    case list(module: String)
    case unpacked(GoRelease, rest: [UInt8])
    /// What the checksum database said of one release.
    case lookup
    /// Repositories, and the tree of the checksum database.
    case notes
    case action(id: [UInt8])
    case output(id: [UInt8])
    case mark, temporary, foreign

    private typealias Parts = ArraySlice<ArraySlice<UInt8>>
    private static let slash = UInt8(ascii: "/")

    /// Judges a path relative to the place.
    init(_ path: [UInt8]) {
        let parts = path.split(separator: Self.slash, omittingEmptySubsequences: false)
        self = Self.judge(parts[...])
    }

    private static func judge(_ parts: Parts) -> GoPath {
        guard let first = parts.first, let last = parts.last else { return .foreign }
        if first.elementsEqual("cache".utf8) { return inCache(parts.dropFirst()) }
        if parts.count == 2, let built = built(first, last) { return built }
        if let unpacked = unpacked(parts) { return unpacked }
        if first.elementsEqual("download".utf8) || first.elementsEqual("vcs".utf8) { return inCache(parts) }
        if parts.count == 1 {
            let marks = ["lock", "README", "trim.txt", "testexpire.txt", "cache.db"]
            return marks.contains { first.elementsEqual($0.utf8) } ? .mark : .foreign
        }
        if first.elementsEqual("fuzz".utf8), parts.count > 3 { return .notes }
        return inDownload(parts)
    }

    /// Below `cache`.
    private static func inCache(_ parts: Parts) -> GoPath {
        guard let first = parts.first else { return .foreign }
        if parts.count == 1 { return first.elementsEqual("lock".utf8) ? .mark : .foreign }
        if first.elementsEqual("vcs".utf8) { return .notes }
        return first.elementsEqual("download".utf8) ? inDownload(parts.dropFirst()) : .foreign
    }

    /// Below `download`.
    private static func inDownload(_ parts: Parts) -> GoPath {
        guard let first = parts.first, let file = parts.last else { return .foreign }
        if first.elementsEqual("sumdb".utf8), parts.count > 2 {
            return parts[parts.startIndex + 2].elementsEqual("lookup".utf8) && parts.count > 3 ? .lookup : .notes
        }
        let above = parts.dropLast()
        guard above.last?.elementsEqual("@v".utf8) ?? false, above.count > 1 else { return .foreign }
        let path = Array(above.dropLast().joined(separator: [slash]))
        guard let module = GoRelease.module(escaped: path) else { return .foreign }
        if file.elementsEqual("list".utf8) { return .list(module: module) }
        if file.elementsEqual("list.lock".utf8) { return .mark }
        guard let dot = file.lastIndex(of: UInt8(ascii: ".")) else { return .foreign }
        let stem = file[..<dot]
        let release = GoRelease(escapedModule: path, version: stem)
        switch (String(decoding: file[(dot + 1)...], as: UTF8.self), release) {
        case ("zip", let release?): return .archive(release)
        case ("mod", let release?): return .modFile(release)
        case ("ziphash", let release?): return .sum(release)
        case ("info", let release?): return .info(release)
        case ("info", nil): return .query
        case ("lock", _), ("partial", _): return .mark
        case ("tmp", _): return .temporary
        default: return file.firstRange(of: Array(".tmp".utf8)) == nil ? .foreign : .temporary
        }
    }

    private static func unpacked(_ parts: Parts) -> GoPath? {
        let mark = Array("@v".utf8)
        for index in parts.indices.dropLast() {
            let part = parts[index]
            guard let at = part.firstRange(of: mark)?.lowerBound, at > part.startIndex else { continue }
            var path = Array(parts[parts.startIndex..<index].joined(separator: [slash]))
            path += (path.isEmpty ? [] : [slash]) + part[..<at]
            guard let release = GoRelease(escapedModule: path, version: part[(at + 1)...]) else { return nil }
            return .unpacked(release, rest: Array(parts[(index + 1)...].joined(separator: [slash])))
        }
        return nil
    }

    /// `ab/ab0123…-a`
    private static func built(_ folder: ArraySlice<UInt8>, _ file: ArraySlice<UInt8>) -> GoPath? {
        guard folder.count == 2, file.count == 66, file.starts(with: folder) else { return nil }
        let id = file.prefix(64)
        guard id.allSatisfy(NpmCachePath.isLowerHex), file[id.endIndex] == UInt8(ascii: "-") else { return nil }
        switch file.last {
        case UInt8(ascii: "a"): return .action(id: Array(id))
        case UInt8(ascii: "d"): return .output(id: Array(id))
        default: return nil
        }
    }

    /// What may become of it.
    var pathClass: PathClass {
        switch self {
        case .archive, .modFile, .sum, .unpacked, .output: .immutable
        case .info, .query, .list, .lookup, .notes, .action: .index
        case .mark: .lock
        case .temporary: .temporary
        case .foreign: .foreign
        }
    }
}
