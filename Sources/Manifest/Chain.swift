internal import Inventory
internal import SQLite

/// Whether the scans add up: each one carries a digest of itself and of the one before.
package struct ChainVerification: Sendable, Hashable {
    /// What does not fit, one sentence each; empty where all does.
    package var mismatches: [String]
    /// Scans looked at.
    package var scans: Int

    /// Whether all fits.
    package var isIntact: Bool { mismatches.isEmpty }

    /// Sentences kept; one edit early on breaks no more than its two neighbours.
    static let mismatchesMax = 20
}

/// A row of `scan`.
struct ScanRow {
    var id: Int64
    var started: Int64
    var finished: Int64?
    var status: String
    var tool: String
    var full: Int64
    var files: Int64 = 0
    var bytes: Int64 = 0
    var counts = ChangeCounts()
    var silent: Int64 = 0
    /// The sums at its end, and its chain value; `nil` while it runs.
    var content: [UInt8]?
    var chain: [UInt8]?

    static let columns = """
        id, started, finished, status, tool, full, files, bytes, added, removed, modified, moved, silent, content, chain
        """

    init(id: Int64, started: Int64, tool: String, full: Bool) {
        self.id = id
        self.started = started
        status = ScanStatus.running
        self.tool = tool
        self.full = full ? 1 : 0
    }

    init(from row: borrowing Statement) {
        id = row.integer(at: 0)
        started = row.integer(at: 1)
        finished = row.isNull(at: 2) ? nil : row.integer(at: 2)
        status = row.text(at: 3) ?? ""
        tool = row.text(at: 4) ?? ""
        full = row.integer(at: 5)
        files = row.integer(at: 6)
        bytes = row.integer(at: 7)
        counts = ChangeCounts(
            added: Int(row.integer(at: 8)), removed: Int(row.integer(at: 9)), modified: Int(row.integer(at: 10)),
            moved: Int(row.integer(at: 11)))
        silent = row.integer(at: 12)
        content = row.blob(at: 13)
        chain = row.blob(at: 14)
    }

    /// The digest of what stands at its beginning: part of the sums, so that no scan can be slipped in.
    func beginTerm(_ digester: inout RowDigester) throws -> ContentSum {
        digester.begin(.scanBegin)
        digester.add(id)
        digester.add(started)
        digester.add(tool)
        digester.add(full)
        return try digester.term()
    }

    /// The chain value: the one before, and all columns but itself.
    func chainValue(after previous: [UInt8], _ digester: inout RowDigester) throws -> [UInt8] {
        digester.begin(.scanEnd)
        digester.add(previous)
        digester.add(id)
        digester.add(started)
        digester.add(finished == nil ? 0 : 1)
        digester.add(finished ?? 0)
        digester.add(status)
        digester.add(tool)
        for number in [full, files, bytes] { digester.add(number) }
        for number in [counts.added, counts.removed, counts.modified, counts.moved] { digester.add(Int64(number)) }
        digester.add(silent)
        digester.add(content)
        return ContentSum(try digester.finish()).bytes
    }

    /// Writes the columns that change at the end.
    func update(_ connection: Connection) throws {
        var update = try connection.prepare(
            """
            UPDATE scan SET finished = ?2, status = ?3, files = ?4, bytes = ?5, added = ?6, removed = ?7,
                modified = ?8, moved = ?9, silent = ?10, content = ?11, chain = ?12 WHERE id = ?1
            """)
        try update.bind(id, at: 1)
        if let finished { try update.bind(finished, at: 2) }
        try update.bind(status, at: 3)
        try update.bind(files, at: 4)
        try update.bind(bytes, at: 5)
        try update.bind(Int64(counts.added), at: 6)
        try update.bind(Int64(counts.removed), at: 7)
        try update.bind(Int64(counts.modified), at: 8)
        try update.bind(Int64(counts.moved), at: 9)
        try update.bind(silent, at: 10)
        if let content { try update.bind(content, at: 11) }
        if let chain { try update.bind(chain, at: 12) }
        try update.run()
    }
}

extension ManifestStore {
    /// Looks at the scans alone: cheap, also after years.
    package func verifyChain() throws(ManifestError) -> ChainVerification {
        try guarded { try chainVerification() }
    }

    func chainVerification() throws -> ChainVerification {
        var result = ChainVerification(mismatches: [], scans: 0)
        func note(_ sentence: String) {
            if result.mismatches.count < ChainVerification.mismatchesMax { result.mismatches.append(sentence) }
        }
        if !state.isSealIntact { note("the table meta was changed by something else than this program") }
        var previous = state.anchor
        var last: Int64 = 0
        var rows = try connection.prepare("SELECT \(ScanRow.columns) FROM scan ORDER BY id")
        while try rows.step() {
            let row = ScanRow(from: rows)
            result.scans += 1
            guard let chain = row.chain else {
                if row.id != state.running || row.status != ScanStatus.running {
                    note("scan \(row.id) has no chain value")
                }
                continue
            }
            if try row.chainValue(after: previous, &digester) != chain {
                note("scan \(row.id) or the one before it was changed or removed")
            }
            previous = chain
            last = row.id
        }
        if last != state.headScan || previous != state.head { note("the last scan is not the one that was recorded") }
        return result
    }

    /// A scan that was going on when its process ended: its rows are valid, so only its row is closed. Nobody else
    /// can be recording it, because this process has the writers' lock.
    func markInterrupted() throws {
        guard state.running != 0 else { return }
        try transaction {
            var rows = try connection.prepare("SELECT \(ScanRow.columns) FROM scan WHERE id = ?1")
            try rows.bind(state.running, at: 1)
            if try rows.step() {
                var row = ScanRow(from: rows)
                rows.reset()
                row.status = ScanStatus.interrupted
                try append(&row)
            }
            state.running = 0
        }
    }

    /// Puts a scan at the end of the chain.
    func append(_ row: inout ScanRow) throws {
        row.content = state.sums.bytes
        let chain = try row.chainValue(after: state.head, &digester)
        row.chain = chain
        try row.update(connection)
        state.head = chain
        state.headScan = row.id
    }
}
