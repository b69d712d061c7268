import Inventory

/// What a path below the folder of Yarn 1's cache (`~/.cache/yarn`) is.
///
/// ```
///   v6/npm-left-pad-1.3.0-5b8a3a7765dfe001261dde915589e782f8c94d1e-integrity/node_modules/left-pad/…
///          └ name and version, not to be told apart ┘ SHA-1 of the archive, where the lockfile has one
///   …/node_modules/left-pad/.yarn-tarball.tgz       the archive as it was downloaded
///   …/node_modules/left-pad/.yarn-metadata.json     its digests, and where it came from
///   …/node_modules/left-pad/index.js                what it was unpacked to, and what is copied into projects
///   …/node_modules/left-pad/.bin/pad                links to its programs
///   v6/.tmp/…
/// ```
enum YarnPath: Equatable {
    /// `package` is the folder of the package, relative to the place.
    case archive(package: [UInt8])
    case metadata(package: [UInt8])
    case unpacked(package: [UInt8], rest: [UInt8])
    case mark, temporary, foreign

    static let archiveName = Array(".yarn-tarball.tgz".utf8)
    static let metadataName = Array(".yarn-metadata.json".utf8)
    private static let slash = UInt8(ascii: "/")
    private static let modules = Array("node_modules".utf8)
    private static let beginning = Array("npm-".utf8)
    private static let ending = Array("-integrity".utf8)

    /// Judges a path relative to the place.
    init(_ path: [UInt8]) {
        let parts = path.split(separator: Self.slash, omittingEmptySubsequences: false)
        let hasVersion = parts.first.map(Self.isVersion) ?? false
        self = Self.judge(path, hasVersion ? parts.dropFirst() : parts[...], skipped: hasVersion ? 1 : 0)
    }

    private static func judge(
        _ path: [UInt8], _ parts: ArraySlice<ArraySlice<UInt8>>, skipped: Int
    ) -> YarnPath {
        guard let first = parts.first else { return .foreign }
        if first.elementsEqual(".tmp".utf8) { return .temporary }
        if parts.count == 1 { return first.elementsEqual(".yarn-mutex".utf8) ? .mark : .foreign }
        let start = parts.startIndex
        guard isRelease(first), parts.count > 3, parts[start + 1].elementsEqual(modules) else { return .foreign }
        // A scope is a folder of its own.
        let depth = parts[start + 2].first == UInt8(ascii: "@") ? 4 : 3
        guard parts.count > depth else { return .foreign }
        let folder = path.split(separator: slash, omittingEmptySubsequences: false).prefix(skipped + depth)
        let package = Array(folder.joined(separator: [slash]))
        let rest = Array(parts.dropFirst(depth).joined(separator: [slash]))
        if rest == archiveName { return .archive(package: package) }
        if rest == metadataName { return .metadata(package: package) }
        return .unpacked(package: package, rest: rest)
    }

    /// `v6`
    private static func isVersion(_ name: ArraySlice<UInt8>) -> Bool {
        name.count > 1 && name.count < 4 && name.first == UInt8(ascii: "v")
            && name.dropFirst().allSatisfy(\.isASCIIDigit)
    }

    /// `npm-NAME-VERSION-SHA1`, with `-integrity` behind it where the registry or the lockfile has one; then the SHA-1
    /// may be missing.
    private static func isRelease(_ name: ArraySlice<UInt8>) -> Bool {
        let bytes = Array(name)
        return isRelease(bytes.span)
    }

    private static func isRelease(_ name: Span<UInt8>) -> Bool {
        guard name.count > beginning.count, name.extracting(0..<beginning.count).equals(beginning) else { return false }
        return name.ends(in: ending) && name.count > beginning.count + ending.count || digits(of: name) != nil
    }

    /// Where the digits of the SHA-1 lie in the name of a release.
    private static func digits(of name: Span<UInt8>) -> Range<Int>? {
        let end = name.count - (name.ends(in: ending) ? ending.count : 0)
        let start = end - 2 * ContentDigest.Algorithm.sha1.size
        guard start > beginning.count, name[start - 1] == UInt8(ascii: "-") else { return nil }
        for index in start..<end where !NpmCachePath.isLowerHex(name[index]) { return nil }
        return start..<end
    }

    /// The SHA-1 in the path of a package's folder, and whether it can be of nothing but an archive: of a repository it
    /// is that of a commit.
    static func digest(of package: [UInt8]) -> (digest: ContentDigest, isOfArchive: Bool)? {
        let parts = package.split(separator: slash, omittingEmptySubsequences: false)
        guard let name = parts.first(where: { !isVersion($0) }).map(Array.init), let digits = digits(of: name.span),
            let digest = DigestText.hex(.sha1, name[digits])
        else { return nil }
        return (digest, name.suffix(ending.count) == ending[...])
    }

    /// What may become of it.
    var pathClass: PathClass {
        switch self {
        case .archive, .metadata, .unpacked: .immutable
        case .mark: .lock
        case .temporary: .temporary
        case .foreign: .foreign
        }
    }

    /// What Yarn takes a path for.
    static func role(of path: [UInt8]) -> PathRole {
        switch YarnPath(path) {
        case .archive, .metadata: return .file
        case .unpacked: return .below
        case .mark, .temporary, .foreign: break
        }
        var parts = path.split(separator: slash, omittingEmptySubsequences: false)[...]
        if parts.count > 1, let first = parts.first, isVersion(first) { parts = parts.dropFirst() }
        guard let first = parts.first else { return .none }
        if isVersion(first) { return parts.count == 1 ? .maybeFolder : .none }
        return isRelease(first) ? .folder : .none
    }

    /// Whether Yarn makes such a link: to a program of the same package.
    static func isCommand(_ path: [UInt8], to target: [UInt8]) -> Bool {
        guard case .unpacked(_, let rest) = YarnPath(path), rest.starts(with: ".bin/".utf8) else { return false }
        let up = Array("..".utf8)
        let steps = target.split(separator: slash, omittingEmptySubsequences: false)
        return rest.split(separator: slash).count == 2 && steps.count > 1 && steps[0].elementsEqual(up)
            && !steps.dropFirst().contains { $0.elementsEqual(up) }
    }

    // MARK: Places

    /// Whether a path leads into the folder of a release. Asked for each file of a walk; without an allocation.
    static func mayMatter(_ path: Span<UInt8>) -> Bool {
        var start = 0
        var before = 0..<0
        for index in 0..<path.count where path[index] == slash {
            if index - start == modules.count, path.extracting(start..<index).equals(modules),
                isRelease(path.extracting(before))
            {
                return true
            }
            before = start..<index
            start = index + 1
        }
        return false
    }

    /// The place that a path belongs to, and the folder of its release; `nil` for all paths that show none.
    static func place(of path: [UInt8]) -> (place: [UInt8], folder: [UInt8])? {
        let parts = path.split(separator: slash, omittingEmptySubsequences: false)
        guard parts.count > 3 else { return nil }
        for number in 0..<(parts.count - 3) where isRelease(parts[number]) && parts[number + 1].elementsEqual(modules) {
            let folder = Array(parts[...number].joined(separator: [slash]))
            var above = parts[..<number]
            if let last = above.last, isVersion(last) { above = above.dropLast() }
            return (Array(above.joined(separator: [slash])), folder)
        }
        return nil
    }
}
