package import Inventory

/// All packages of one mount: each reader asked for each of its places, and what became of every path.
///
/// ```
///  files ──► CachePlaces ──► readers, one ecosystem after the other ──► readings ──┐
///    │                                                                             ▼
///    ├── class of each path ──► foreign, outside, temporary ──────────────► FileAccount: whatever nobody
///    └── entries that are no files ──► EntryCheck ──► readings ───────────► speaks of is a trouble
/// ```
/// Whatever may belong to a package ends as an artifact, an observation, evidence, a foreign file, or as not read with
/// a reason. So a reader that forgets a file makes the audit incomplete, not clean.
package struct MountReading: Sendable {
    package let places: CachePlaces
    package private(set) var readings: [CacheReading] = []
    /// What may become of each file, in the order of the list; `nil` outside of all places.
    package private(set) var classes: [PathClass?] = []
    /// Files in a place of which no reader says what they are for.
    package private(set) var foreign = PathTally()
    /// Files that have the form of packages' files and lie in no place. What only lies in a folder that is called like
    /// one of a client's is none of them: many folders are called `http`.
    package private(set) var outside = PathTally()

    /// Calls a function with each of many paths.
    package typealias Paths = (_ body: (ByteString) -> Void) -> Void

    /// A piece of the work: what one ecosystem's reader found, or what may become of each file.
    package typealias Piece = @Sendable () -> PieceResult

    /// What came of a piece.
    package enum PieceResult: Sendable {
        case readings([CacheReading])
        case classes([PathClass?])
    }

    /// Reads everything. `others` are files that no reader asks for; `together` does pieces of work that have nothing
    /// to do with one another, and returns their results in the same order.
    package init(
        _ files: any CacheFiles, by readers: [any CacheReader.Type] = EcosystemList.readers,
        others: Paths = { _ in },
        together: (_ pieces: [Piece]) -> [PieceResult] = { $0.map { $0() } }
    ) {
        let places = CachePlaces(in: files, by: readers)
        self.places = places
        var pieces: [Piece] = []
        for reader in readers {
            let folders = places.places.filter { $0.reader == reader }.map(\.folder)
            if folders.isEmpty { continue }
            pieces.append { .readings(files.isStopped ? [] : reader.read(folders, of: files)) }
        }
        pieces.append { .classes(Self.classes(of: files, places)) }
        for result in together(pieces) {
            switch result {
            case .readings(let found): readings += found
            case .classes(let found): classes = found
            }
        }
        if files.isStopped { return }
        var rest = CacheReading()
        for ecosystem in places.cut {
            rest.troubles.append(
                Trouble(
                    cache: 0, path: "", reason: .tooLarge,
                    detail: "more than \(CachePlaces.limit) caches of \(ecosystem.rawValue); only the least deep ones "
                        + "were read"))
        }
        var check = EntryCheck(places, files)
        account(files, &rest, &check)
        check.checkEntries(&foreign)
        if !places.places.isEmpty {
            others { path in
                guard !files.isStopped, places.pathClass(of: path) == .foreign else { return }
                foreign.add(path)
                check.checkShape(path)
            }
        }
        rest.observations += check.observations
        if let excess = check.excess { rest.troubles.append(excess) }
        readings.append(rest)
    }

    private static func classes(of files: any CacheFiles, _ places: CachePlaces) -> [PathClass?] {
        let list = files.files
        var classes: [PathClass?] = []
        classes.reserveCapacity(list.count)
        for file in list {
            if files.isStopped { break }
            classes.append(places.pathClass(of: file.path))
        }
        return classes
    }

    private func hasForm(_ path: ByteString) -> Bool {
        EcosystemList.readers.contains { $0.mayMatter(path.bytes.span) }
    }

    private mutating func account(
        _ files: any CacheFiles, _ rest: inout CacheReading, _ check: inout EntryCheck
    ) {
        let account = FileAccount(readings, files)
        var forgotten = PathTally()
        for (index, file) in files.files.enumerated() {
            // Only who was told to stop has classes of a part.
            if files.isStopped || !classes.indices.contains(index) { return }
            switch classes[index] {
            case nil: if hasForm(file.path) { outside.add(file.path) }
            case .foreign:
                foreign.add(file.path)
                check.checkShape(file.path)
            case .lock, .temporary: break
            case .immutable, .index:
                if !account.covers(index) { forgotten.add(file.path) }
            }
        }
        for path in forgotten.examples {
            rest.troubles.append(
                Trouble(
                    cache: 0, path: path, reason: .unusable,
                    detail: "its place is that of a package's file, but no reader took it; \(forgotten.count) in all"))
        }
    }
}
