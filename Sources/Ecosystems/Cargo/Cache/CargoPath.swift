import Inventory

/// What a path below the folder of Cargo (`~/.cargo`, `CARGO_HOME`) is.
///
/// ```
///   registry/cache/HOST-HASH/itoa-1.0.11.crate       archive, as it was downloaded
///   registry/src/HOST-HASH/itoa-1.0.11/…             what it was unpacked to, and what is compiled
///   registry/index/HOST-HASH/.cache/it/oa/itoa       what the index says of one name; config.json of the index
///   registry/index/HOST-HASH/…                       the index as a repository of git, in older ones
///   git/db/NAME-HASH/…  git/checkouts/NAME-HASH/0a1b2c3/…      repositories, and what is compiled of them
///   config.toml  credentials.toml  bin/…             settings, tokens, what was installed
/// ```
/// A mount may begin at any of the upper folders: `registry`, its `cache`, `git/db`.
enum CargoPath: Equatable {
    case crate(registry: [UInt8], CrateName)
    /// A file of an unpacked release.
    case unpacked(registry: [UInt8], CrateName, rest: [UInt8])
    /// What an index says of one name.
    case index(registry: [UInt8], name: [UInt8])
    case indexSettings(registry: [UInt8])
    /// A repository of git: an index of the older kind, or a dependency.
    case repository
    case checkout(isGit: Bool)
    case settings, credentials
    /// Programs that were installed, and what a shell reads.
    case program
    case mark
    case foreign

    private typealias Parts = ArraySlice<ArraySlice<UInt8>>

    /// Marks that Cargo leaves in several folders.
    private static let marks = [
        "CACHEDIR.TAG", ".package-cache", ".package-cache-mutate", ".cargo-lock", ".cargo-index-lock", ".last-updated",
        ".global-cache", ".global-cache-journal", ".global-cache-wal", ".global-cache-shm", ".crates.toml",
        ".crates2.json",
    ]

    /// Judges a path relative to the place.
    init(_ path: [UInt8]) {
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        self = Self.judge(parts[...])
    }

    private static func judge(_ parts: Parts) -> CargoPath {
        guard let first = parts.first, let last = parts.last else { return .foreign }
        let rest = parts.dropFirst()
        if parts.count <= 4, marks.contains(where: { last.elementsEqual($0.utf8) }) { return .mark }
        switch String(decoding: first, as: UTF8.self) {
        case "registry": return inRegistry(rest)
        case "git": return inGit(rest)
        case "cache", "src", "index": return inRegistry(parts)
        case "db", "checkouts": return inGit(parts)
        case "bin" where parts.count == 2: return .program
        case "config", "config.toml": return parts.count == 1 ? .settings : .foreign
        case "credentials", "credentials.toml": return parts.count == 1 ? .credentials : .foreign
        case "env", "env.fish", "env.nu", "env.tcsh", "env.xsh": return parts.count == 1 ? .program : .foreign
        default: return bare(parts)
        }
    }

    private static func inRegistry(_ parts: Parts) -> CargoPath {
        guard let section = parts.first, parts.count > 2, CargoRegistry.isFolder(parts[parts.startIndex + 1]) else {
            return .foreign
        }
        let registry = Array(parts[parts.startIndex + 1])
        let rest = parts.dropFirst(2)
        switch String(decoding: section, as: UTF8.self) {
        case "cache": return crate(registry, rest) ?? .foreign
        case "src": return unpacked(registry, rest) ?? .foreign
        case "index": return index(registry, rest)
        default: return .foreign
        }
    }

    private static func inGit(_ parts: Parts) -> CargoPath {
        guard let section = parts.first, parts.count > 2, CargoRegistry.isFolder(parts[parts.startIndex + 1]) else {
            return .foreign
        }
        if section.elementsEqual("db".utf8) { return .repository }
        guard section.elementsEqual("checkouts".utf8), parts.count > 3 else { return .foreign }
        return .checkout(isGit: parts.dropFirst(3).contains { $0.elementsEqual(".git".utf8) })
    }

    /// Of a mount that begins at one of the folders with registries or repositories in it.
    private static func bare(_ parts: Parts) -> CargoPath {
        guard let first = parts.first, parts.count > 1, CargoRegistry.isFolder(first) else { return .foreign }
        let registry = Array(first)
        let rest = parts.dropFirst()
        if let found = crate(registry, rest) ?? unpacked(registry, rest) { return found }
        if rest.first?.elementsEqual(".cache".utf8) ?? false { return index(registry, rest) }
        if rest.count == 1, rest.first?.elementsEqual("config.json".utf8) ?? false {
            return .indexSettings(registry: registry)
        }
        if isInRepository(rest) { return .repository }
        // `0a1b2c3/…`, the beginning of a commit's name.
        guard let commit = rest.first, rest.count > 1, commit.count > 6, commit.allSatisfy(NpmCachePath.isLowerHex)
        else { return .foreign }
        return .checkout(isGit: rest.contains { $0.elementsEqual(".git".utf8) })
    }

    private static func crate(_ registry: [UInt8], _ rest: Parts) -> CargoPath? {
        let ending = Array(".crate".utf8)
        guard rest.count == 1, let file = rest.first, file.count > ending.count,
            file.suffix(ending.count).elementsEqual(ending), let name = CrateName(stem: file.dropLast(ending.count))
        else { return nil }
        return .crate(registry: registry, name)
    }

    private static func unpacked(_ registry: [UInt8], _ rest: Parts) -> CargoPath? {
        guard rest.count > 1, let folder = rest.first, let name = CrateName(stem: folder) else { return nil }
        return .unpacked(
            registry: registry, name, rest: Array(rest.dropFirst().joined(separator: [UInt8(ascii: "/")])))
    }

    private static func index(_ registry: [UInt8], _ rest: Parts) -> CargoPath {
        guard let first = rest.first, let last = rest.last else { return .foreign }
        if first.elementsEqual(".cache".utf8) {
            return isIndexPath(rest.dropFirst()) ? .index(registry: registry, name: Array(last)) : .foreign
        }
        if rest.count == 1, first.elementsEqual("config.json".utf8) { return .indexSettings(registry: registry) }
        let isHidden = first.elementsEqual(".git".utf8) && rest.count > 1
        return isHidden || isInRepository(rest) ? .repository : .foreign
    }

    /// What lies in a bare repository.
    private static func isInRepository(_ rest: Parts) -> Bool {
        guard let first = rest.first else { return false }
        let name = String(decoding: first, as: UTF8.self)
        let files = [
            "HEAD", "config", "description", "packed-refs", "FETCH_HEAD", "ORIG_HEAD", "shallow", "gc.log", "index",
        ]
        return rest.count == 1
            ? files.contains(name) : ["objects", "refs", "info", "hooks", "logs", "branches"].contains(name)
    }

    /// `1/a`, `2/ab`, `3/a/abc`, `ab/cd/abcd`: folders that follow from the name.
    private static func isIndexPath(_ parts: Parts) -> Bool {
        guard let name = parts.last, CrateName.isName(name), name.allSatisfy({ $0.asciiLowercased == $0 }) else {
            return false
        }
        let folders = indexFolders(Array(name))
        return parts.dropLast().elementsEqual(folders) { $0.elementsEqual($1) }
    }

    private static func indexFolders(_ name: [UInt8]) -> [[UInt8]] {
        switch name.count {
        case 1, 2: [Array("\(name.count)".utf8)]
        case 3: [Array("3".utf8), Array(name[..<1])]
        default: [Array(name[..<2]), Array(name[2..<4])]
        }
    }

    /// What may become of it.
    var pathClass: PathClass {
        switch self {
        case .crate, .unpacked: .immutable
        // What stands under a commit never changes; git's own notes beside it do.
        case .checkout(let isGit): isGit ? .index : .immutable
        case .index, .indexSettings, .repository, .settings, .credentials, .program: .index
        case .mark: .lock
        case .foreign: .foreign
        }
    }
}
