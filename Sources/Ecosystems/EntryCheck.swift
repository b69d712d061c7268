internal import Inventory

/// What lies in the place of a package's file or folder and is none: a symbolic link, which the client follows to
/// wherever somebody likes; a FIFO, which holds it up; a folder for a file.
///
/// ```
///   …/lib-1.0.jar  ─► .x/blob            a link where a file belongs
///   …/lib/1.0      ─► .x/d               a link where a folder belongs, or may belong if packages lie behind it
///   …/lib-1.0.jar/…                      a folder where a file belongs
///   _cacache/index-v5                    a file where a folder belongs
/// ```
/// None of it is read: what it leads to may be another thing in each build. What leads out of the mount is named by
/// the rule for that.
struct EntryCheck {
    /// Findings of one mount; the rest is counted.
    private static let observationLimit = 1_000
    /// Files that are looked at behind a link.
    private static let filesBehind = 256

    private let places: CachePlaces
    private let files: any CacheFiles
    /// Folders of repositories, in byte order.
    private let repositories: [ByteString]
    private var found = 0
    /// The folder of the last file whose shape was looked at.
    private var folder: [UInt8] = []
    /// What was found.
    private(set) var observations: [Observation] = []

    init(_ places: CachePlaces, _ files: any CacheFiles) {
        self.places = places
        self.files = files
        repositories = places.places.filter { $0.reader.ecosystem == .maven }.map(\.folder).sorted()
    }

    /// What was found and is not listed; `nil` where all is.
    var excess: Trouble? {
        guard found > Self.observationLimit else { return nil }
        return Trouble(
            cache: 0, path: "", reason: .tooLarge,
            detail: "\(found) links and other odd entries lie in the places of packages' files; only the first "
                + "\(Self.observationLimit) are listed")
    }

    // MARK: Entries

    /// Looks at all entries. What lies in a place and is taken by nobody is added to `foreign`.
    mutating func checkEntries(_ foreign: inout PathTally) {
        for entry in files.entries where !files.isStopped { check(entry, &foreign) }
    }

    private mutating func check(_ entry: CacheEntry, _ foreign: inout PathTally) {
        let isLink = entry.kind == .symbolicLink
        let isAbsolute = entry.target.bytes.first == UInt8(ascii: "/")
        let behind = isLink ? LinkPath.resolve(entry.target, from: entry.path) : nil
        // It climbs out of the mount.
        if isLink, behind == nil, !isAbsolute { return }
        if isLink, places.mayLink(entry.path, to: entry.target) { return }
        var role = places.role(of: entry.path)
        if role == .none { role = LooseName.role(of: entry.path) }
        let isOdd: Bool
        switch role {
        case .file, .folder, .below, .never: isOdd = true
        case .maybeFolder: isOdd = isLink && (behind.map(holdsPackages) ?? true)
        case .none:
            isOdd = behind.map { leadsIntoPlace($0, from: entry.path) || hidesArtifact($0, entry.path) } ?? false
        }
        guard isOdd else {
            if places.pathClass(of: entry.path) != nil { foreign.add(entry.path) }
            return
        }
        note(entry, role)
    }

    private mutating func note(_ entry: CacheEntry, _ role: PathRole) {
        found += 1
        guard found <= Self.observationLimit else { return }
        let place = role.word.map { "a \($0) of a package belongs" } ?? "the client keeps its own"
        var evidence = [Finding.Evidence("kind", .text(entry.kind.word))]
        if entry.kind == .symbolicLink { evidence.append(Finding.Evidence("target", .bytes(entry.target))) }
        observations.append(
            Observation(
                rule: "misplaced-entry", grade: entry.kind == .symbolicLink ? "link" : "other-kind", path: entry.path,
                message: entry.kind == .symbolicLink
                    ? "A symbolic link lies where \(place): builds follow it, and what it leads to was not compared"
                    : "A \(entry.kind.word) lies where \(place)",
                evidence: evidence))
    }

    /// Whether any file with a package's name lies at a path or below.
    private func holdsPackages(_ path: ByteString) -> Bool {
        !files.below(path).isEmpty || files.index(of: path) != nil
    }

    /// Whether a file behind a link becomes an artifact of a repository by the names of the link.
    private func hidesArtifact(_ target: ByteString, _ link: ByteString) -> Bool {
        let skipped = target.isEmpty ? 0 : target.bytes.count + 1
        return files.below(target).prefix(Self.filesBehind).contains { index in
            let rest = ByteString(Array(files.files[index].path.bytes.dropFirst(skipped)))
            return LooseName.isArtifact(link.appending(rest))
        }
    }

    /// Whether a link leads into a place that it does not lie in, so that its content has a second name. To the place
    /// as a whole that is the same cache under another name; not so for repositories, where the name is a part of all.
    private func leadsIntoPlace(_ path: ByteString, from link: ByteString) -> Bool {
        var isInside = false
        places.each(above: path) { _, rest in
            let folder = ByteString(Array(path.bytes.dropLast(rest.bytes.count + 1)))
            isInside = !MavenPlaces.isBelow(link, folder)
            return !isInside
        }
        if isInside { return holdsPackages(path) }
        // A client's folder that is a cache of its own where the link leads.
        if LooseName.isFolder(link), places.places.contains(where: { $0.folder == path }) { return true }
        guard let next = repositories.first(where: { $0 >= path }), !MavenPlaces.isBelow(link, next) else {
            return false
        }
        return next == path || MavenPlaces.isBelow(next, path)
    }

    // MARK: Shapes

    /// Looks at a file that has no form of its own: does it lie where a folder belongs, or in what should be a file?
    mutating func checkShape(_ path: ByteString) {
        if places.role(of: path) == .folder {
            note(path, "A file lies where a folder of the client's belongs")
            return
        }
        let above = path.bytes[..<(path.bytes.lastIndex(of: UInt8(ascii: "/")) ?? 0)]
        if above == folder[...] { return }
        folder = Array(above)
        for index in path.bytes.indices where index > 0 && path.bytes[index] == UInt8(ascii: "/") {
            let place = ByteString(Array(path.bytes[..<index]))
            switch places.role(of: place) {
            case .file: note(place, "A folder lies where a file of a package belongs")
            case .never: note(place, "A folder lies where the client makes none, and what it runs finds more to run")
            default: continue
            }
            return
        }
    }

    private mutating func note(_ path: ByteString, _ message: String) {
        // Of one folder there may be many files.
        if observations.last?.path == path { return }
        found += 1
        guard found <= Self.observationLimit else { return }
        observations.append(Observation(rule: "misplaced-entry", grade: "other-kind", path: path, message: message))
    }
}
