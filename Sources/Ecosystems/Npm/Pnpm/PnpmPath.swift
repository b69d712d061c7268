import Inventory

/// What a path below the folder of pnpm's store (`~/.local/share/pnpm/store/v3`, `…/v10`) is.
///
/// ```
///   files/ab/0123…               a file of some package: folder and name are the SHA-512 of its bytes, 128 digits
///   files/ab/0123…-exec          the same, to be run
///   files/ab/0123…-index.json    until version 9: the files of the package whose archive has that SHA-512
///   index/ab/0123…-left-pad@1.3.0.json      from version 10 on: the same, by the first half of the SHA-512
///   projects/…  tmp/…  index.db  what else the client keeps
/// ```
enum PnpmPath: Equatable {
    case content([UInt8])
    /// The digits of the archive's digest, all or half of them, and name and version where the file has them.
    case index(digits: [UInt8], release: [UInt8]?)
    case notes, temporary, foreign

    private static let slash = UInt8(ascii: "/")
    private static let digits = 128
    private static let files = Array("files".utf8)
    private static let index = Array("index".utf8)

    /// Judges a path relative to the place.
    init(_ path: [UInt8]) {
        let parts = path.split(separator: Self.slash, omittingEmptySubsequences: false)
        guard let first = parts.first else {
            self = .foreign
            return
        }
        if first.elementsEqual(Self.files), parts.count == 3 {
            self = Self.inFiles(parts[1], parts[2]) ?? .foreign
        } else if first.elementsEqual(Self.index), parts.count == 3 {
            self = Self.inIndex(parts[1], parts[2]) ?? .foreign
        } else if parts.count == 1 {
            let notes = ["index.db", "index.db-wal", "index.db-shm"]
            self = notes.contains { first.elementsEqual($0.utf8) } ? .notes : .foreign
        } else if first.elementsEqual("tmp".utf8) {
            self = .temporary
        } else {
            let isNote = ["projects", "server", "links"].contains { first.elementsEqual($0.utf8) }
            self = isNote ? .notes : .foreign
        }
    }

    private static func inFiles(_ folder: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> PnpmPath? {
        guard folder.count == 2, name.count >= digits - 2 else { return nil }
        let stem = Array(folder + name.prefix(digits - 2))
        guard stem.allSatisfy(NpmCachePath.isLowerHex) else { return nil }
        switch String(decoding: name.dropFirst(digits - 2), as: UTF8.self) {
        case "", "-exec": return .content(stem)
        case "-index.json": return .index(digits: stem, release: nil)
        // What a build of the package added, in older ones.
        case let rest where rest.hasPrefix("-index-"): return .notes
        default: return nil
        }
    }

    private static func inIndex(_ folder: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> PnpmPath? {
        let count = digits / 2 - 2
        let ending = Array(".json".utf8)
        guard folder.count == 2, name.count > count + 1 + ending.count, name.suffix(ending.count).elementsEqual(ending),
            name[name.startIndex + count] == UInt8(ascii: "-")
        else { return nil }
        let stem = Array(folder + name.prefix(count))
        guard stem.allSatisfy(NpmCachePath.isLowerHex) else { return nil }
        return .index(digits: stem, release: Array(name.dropFirst(count + 1).dropLast(ending.count)))
    }

    /// What may become of it.
    var pathClass: PathClass {
        switch self {
        case .content: .immutable
        case .index, .notes: .index
        case .temporary: .temporary
        case .foreign: .foreign
        }
    }

    /// What pnpm takes a path for.
    static func role(of path: [UInt8]) -> PathRole {
        switch PnpmPath(path) {
        case .content, .index: return .file
        case .notes, .temporary: return .none
        case .foreign: break
        }
        let parts = path.split(separator: slash, omittingEmptySubsequences: false)
        guard let first = parts.first, first.elementsEqual(files) || first.elementsEqual(index) else { return .none }
        return parts.count == 1 ? .maybeFolder : parts.count == 2 && parts[1].count == 2 ? .folder : .none
    }

    // MARK: Places

    /// Where in a path the folder of contents or of indexes begins; `nil` where none does. Without an allocation.
    static func start(in path: Span<UInt8>) -> Int? {
        var last = path.count
        while last > 0, path[last - 1] != slash { last -= 1 }
        // `files/ab/` or `index/ab/` before the name; both words have five letters.
        let start = last - 4 - files.count
        guard start >= 0, start == 0 || path[start - 1] == slash, path[last - 4] == slash else { return nil }
        let folder = path.extracting(start..<(last - 4))
        let count = folder.equals(files) ? digits - 2 : folder.equals(index) ? digits / 2 - 2 : Int.max
        guard path.count - last >= count else { return nil }
        for offset in (last - 3)..<(last + count) where offset != last - 1 {
            if !NpmCachePath.isLowerHex(path[offset]) { return nil }
        }
        return start
    }
}
