import Inventory

/// What a path below the folder of uv's cache (`~/.cache/uv`) is.
///
/// ```
///   archive-v0/ID/…                       an unpacked wheel, or an environment
///   wheels-v6/pypi/six/1.16.0-py2.py3-none-any.http       which archive a wheel is, and its digest
///   wheels-v6/pypi/six/1.16.0-py2.py3-none-any            link to that archive
///   sdists-v9/pypi/six/1.16.0/ID/…        what was built of a source archive: a wheel, or a link to an archive
///   simple-v20/…rkyv  git-v0/…  builds-v0/…  interpreter-v4/…  environments-v2/…      the rest
/// ```
/// The numbers count the forms; they differ from release to release, and several may lie side by side.
enum UvPath: Equatable {
    /// A file of an archive, and its name in there.
    case unpacked(id: [UInt8], rest: [UInt8])
    /// What leads to an archive. `project` is the name of the package, `stem` what is known of the file's name.
    case pointer(project: [UInt8], stem: [UInt8])
    /// A wheel that was built, packed.
    case builtWheel
    /// What was unpacked and built of sources, repositories, interpreters.
    case derived
    /// Indexes and notes.
    case notes
    case mark, temporary, foreign

    private typealias Parts = ArraySlice<ArraySlice<UInt8>>

    /// A folder of the cache, without its number.
    enum Bucket: String, CaseIterable {
        case archive, wheels, sdists, simple, git, builds, interpreter, environments, python, binaries, osv
        case builtWheels = "built-wheels"
        case flatIndex = "flat-index"

        /// `name-vNUMBER`; `nil` for any other folder.
        init?(folder: ArraySlice<UInt8>) {
            guard let hyphen = folder.lastIndex(of: UInt8(ascii: "-")), folder.endIndex - hyphen > 2,
                folder[hyphen + 1] == UInt8(ascii: "v"), folder[(hyphen + 2)...].allSatisfy(\.isASCIIDigit)
            else { return nil }
            self.init(rawValue: String(decoding: folder[..<hyphen], as: UTF8.self))
        }
    }

    /// Judges a path relative to the place.
    init(_ path: [UInt8]) {
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        self = Self.judge(parts[...])
    }

    private static func judge(_ parts: Parts) -> UvPath {
        guard let first = parts.first, let last = parts.last else { return .foreign }
        if first.starts(with: ".tmp".utf8), parts.count > 1 { return .temporary }
        if parts.count == 1 {
            let marks = ["CACHEDIR.TAG", ".gitignore", ".lock"]
            return marks.contains { first.elementsEqual($0.utf8) } ? .mark : .foreign
        }
        guard let bucket = Bucket(folder: first) else { return .foreign }
        if parts.dropFirst().dropLast().contains(where: { $0.starts(with: ".tmp".utf8) }) { return .temporary }
        let isMark =
            last.suffix(5).elementsEqual(".lock".utf8)
            || [".git", ".gitignore"].contains { last.elementsEqual($0.utf8) }
        switch bucket {
        case .archive:
            guard parts.count > 2 else { return .foreign }
            let rest = Array(parts.dropFirst(2).joined(separator: [UInt8(ascii: "/")]))
            return .unpacked(id: Array(parts[1]), rest: rest)
        case .wheels: return isMark ? .mark : inWheels(parts, last)
        case .sdists, .builtWheels: return isMark ? .mark : inSources(last)
        case .simple, .flatIndex, .interpreter, .osv: return isMark ? .mark : .notes
        case .git, .builds, .environments, .python, .binaries: return .derived
        }
    }

    /// `wheels-v6/pypi/NAME/STEM.http`, with other folders for other sources.
    private static func inWheels(_ parts: Parts, _ last: ArraySlice<UInt8>) -> UvPath {
        guard parts.count > 3 else { return .notes }
        if last.suffix(8).elementsEqual(".msgpack".utf8) { return .notes }
        let project = Array(parts[parts.endIndex - 2])
        for ending in [".http", ".rev"] where last.suffix(ending.utf8.count).elementsEqual(ending.utf8) {
            return .pointer(project: project, stem: Array(last.dropLast(ending.utf8.count)))
        }
        return .pointer(project: project, stem: Array(last))
    }

    private static func inSources(_ last: ArraySlice<UInt8>) -> UvPath {
        if last.suffix(4).elementsEqual(".whl".utf8) { return .builtWheel }
        let isNote = [".http", ".rev", ".msgpack"].contains { last.suffix($0.utf8.count).elementsEqual($0.utf8) }
        return isNote ? .notes : .derived
    }

    /// What may become of it.
    var pathClass: PathClass {
        switch self {
        case .unpacked, .builtWheel: .immutable
        case .pointer, .derived, .notes: .index
        case .mark: .lock
        case .temporary: .temporary
        case .foreign: .foreign
        }
    }
}
