internal import Inventory
internal import SQLite

/// Finds out what became of the files of a scan: which of the added ones are removed ones under another name.
///
/// Memory is bounded by the removed files, of which `ScanWriter` keeps a limited number, not by the added ones: those
/// are read twice from the end of the table, where this scan wrote them.
struct ChangeFinder {
    private let firstRow: Int64
    private let replacements: [ScanWriter.Replacement]
    private let quiet: Set<Int64>
    private let listedMax: Int

    /// New row -> removed row.
    private(set) var moves: [Int64: Int64] = [:]
    private var removed: [RemovedFile] = []
    /// Moves of each cache.
    private(set) var moved: [Int64: Int] = [:]

    /// `quiet` are the caches whose changes are not listed, because this is their first scan.
    init(firstRow: Int64, replacements: [ScanWriter.Replacement], quiet: Set<Int64>, listedMax: Int) {
        self.firstRow = firstRow
        self.replacements = replacements
        self.quiet = quiet
        self.listedMax = max(0, listedMax)
    }

    /// Looks for moves.
    mutating func run(_ connection: Connection, removed: [RemovedFile]) throws {
        self.removed = removed
        guard !removed.isEmpty else { return }
        var candidates = MoveCandidates(removed)
        // First the sure ones: the same inode.
        try Self.eachAdded(connection, from: firstRow, except: replacements) { added in
            if let old = candidates.take(added) { note(new: added.id, old: old, cache: added.content.cache) }
        }
        // Then those of one content, where one was lost and one was found: a copy that replaced its original.
        let lone = candidates.lone
        guard !lone.isEmpty else { return }
        var found: [MoveContent: Int64?] = [:]
        try Self.eachAdded(connection, from: firstRow, except: replacements) { added in
            guard lone[added.content] != nil, moves[added.id] == nil else { return }
            found.updateValue(found[added.content] == nil ? added.id : nil, forKey: added.content)
        }
        for (content, new) in found {
            if let new, let old = lone[content] { note(new: new, old: old, cache: content.cache) }
        }
    }

    private mutating func note(new: Int64, old: Int64, cache: Int64) {
        moves[new] = old
        moved[cache, default: 0] += 1
    }

    /// Calls `body` for each file with content that this scan added.
    private static func eachAdded(
        _ connection: Connection, from firstRow: Int64, except replacements: [ScanWriter.Replacement],
        _ body: (RemovedFile) throws -> Void
    ) throws {
        var rows = try connection.prepare(
            "SELECT \(FileNumbers.columns), sha256 FROM file WHERE id >= ?1 AND sha256 IS NOT NULL ORDER BY id")
        try rows.bind(firstRow, at: 1)
        var next = 0
        while try rows.step() {
            let numbers = FileNumbers(from: rows)
            while next < replacements.count, replacements[next].new < numbers.id { next += 1 }
            if next < replacements.count, replacements[next].new == numbers.id { continue }
            try body(RemovedFile(numbers, digest: rows.blob(at: FileNumbers.columnCount).flatMap { SHA256Digest($0) }))
        }
    }

    /// The changes, up to the limit of each kind, in the order added and moved, modified, removed.
    func changes(_ connection: Connection, names: [Int64: ByteString]) throws -> [Change] {
        var reader = try VersionReader(connection)
        var result: [Change] = []
        var counts = ChangeCounts()
        guard listedMax > 0, names.keys.contains(where: { !quiet.contains($0) }) else { return result }
        var rows = try connection.prepare("SELECT id, cache FROM file WHERE id >= ?1 ORDER BY id")
        try rows.bind(firstRow, at: 1)
        var next = 0
        while try rows.step() {
            let id = rows.integer(at: 0)
            guard !quiet.contains(rows.integer(at: 1)), let name = names[rows.integer(at: 1)] else { continue }
            while next < replacements.count, replacements[next].new < id { next += 1 }
            if next < replacements.count, replacements[next].new == id {
                if counts.modified >= listedMax { continue }
                guard let new = try reader.read(id), let old = try reader.read(replacements[next].old) else { continue }
                if !new.differs(from: old) { continue }
                counts.modified += 1
                result.append(.modified(old: old, new: new, cache: name))
            } else if let old = moves[id] {
                if counts.moved >= listedMax { continue }
                guard let new = try reader.read(id), let old = try reader.read(old) else { continue }
                counts.moved += 1
                result.append(.moved(old: old, new: new, cache: name))
            } else {
                if counts.added >= listedMax { continue }
                guard let new = try reader.read(id) else { continue }
                counts.added += 1
                result.append(.added(new, cache: name))
            }
        }
        let gone = Set(moves.values)
        for file in removed where !gone.contains(file.id) && !quiet.contains(file.content.cache) {
            if counts.removed >= listedMax { break }
            guard let old = try reader.read(file.id), let name = names[file.content.cache] else { continue }
            counts.removed += 1
            result.append(.removed(old, cache: name))
        }
        return result
    }
}
