internal import Hashing
package import Inventory
internal import SQLite

extension ManifestStore {
    /// Bounds of what purges keep here.
    package enum PurgeLimit {
        /// Purges that are listed, the newest first.
        package static let listed = 10_000
        /// Steps of one purge.
        package static let steps = 1_000_000
        /// Bytes of a plan and of a receipt: a row has to hold it, and some words beside it.
        package static let document = Int(Connection.Limit.valueSizeMax) - (1 << 20)
    }

    /// From now on each commit survives a power loss: a step must be known before it is done.
    package func makeDurable() throws(ManifestError) {
        try guarded {
            try requireWriter()
            try connection.execute("PRAGMA synchronous = FULL")
        }
    }

    /// Begins a purge; its plan is kept until it is finished. Gives its number. `first` is the first step of its
    /// journal: no purge is seen without it.
    package func beginPurge(
        command: String, plan: SHA256Digest, document: [UInt8], first: PurgeStep? = nil, now: Int64
    ) throws(ManifestError) -> PurgeRecord {
        try guarded {
            try requireNoScan()
            guard document.count <= PurgeLimit.document else {
                throw ManifestFault.refused(
                    "the plan has \(document.count) bytes, and it remembers no more than \(PurgeLimit.document); "
                        + "nothing was removed: choose less at one time (--cache, --package), or whole caches")
            }
            return try transaction {
                let number = try nextID("purge")
                let record = PurgeRecord(number: number, started: now, command: command, plan: plan)
                try insert(PurgeRow(record: record, document: document))
                if let first { try insert(PurgeStepRow(purge: number, position: 0, step: first)) }
                return record
            }
        }
    }

    /// Writes a step down. `position` counts up within the purge.
    package func journal(_ step: PurgeStep, of purge: Int64, at position: Int64) throws(ManifestError) {
        try guarded {
            try requireNoScan()
            guard position < PurgeLimit.steps else {
                throw ManifestFault.refused("a purge has at most \(PurgeLimit.steps) steps")
            }
            try transaction { try insert(PurgeStepRow(purge: purge, position: position, step: step)) }
        }
    }

    /// Ends a purge with its receipt, what must not come back, and the places that it emptied. Its plan and steps go:
    /// all or nothing.
    package func finishPurge(
        _ number: Int64, status: PurgeRecord.Status, receipt: (document: [UInt8], isSigned: Bool),
        tombstones: [Tombstone], removed: [RemovedPath] = [], now: Int64
    ) throws(ManifestError) {
        try guarded {
            try requireNoScan()
            guard receipt.document.count <= PurgeLimit.document else {
                throw ManifestFault.refused("the receipt is larger than \(PurgeLimit.document) bytes")
            }
            try transaction {
                guard let old = try purgeRow(number) else {
                    throw ManifestFault.damaged("purge \(number) is not in the table purge")
                }
                var row = old
                row.record.status = status
                row.record.finished = now
                row.document = nil
                state.sums[.purge] -= try old.term(&digester)
                var delete = try connection.prepare("DELETE FROM purge WHERE id = ?1")
                try delete.bind(number, at: 1)
                try delete.run()
                try insert(row)
                try dropSteps(of: number)
                try keep(
                    ReceiptRow(
                        purge: number, made: now, isSigned: receipt.isSigned, document: receipt.document))
                try keep(try completed(tombstones, removed))
                try keep(removed, of: number)
            }
        }
    }

    /// Purges that are not finished, the oldest first, with all that is needed to finish them.
    package func unfinishedPurges() throws(ManifestError) -> [UnfinishedPurge] {
        try guarded {
            var found: [UnfinishedPurge] = []
            var rows = try connection.prepare(
                "SELECT \(PurgeRow.columns) FROM purge WHERE status = ?1 ORDER BY id LIMIT \(PurgeLimit.listed)")
            try rows.bind(PurgeRecord.Status.running.rawValue, at: 1)
            while try rows.step() {
                let row = PurgeRow(from: rows)
                found.append(UnfinishedPurge(record: row.record, document: row.document ?? [], steps: []))
            }
            for index in found.indices {
                var steps = try connection.prepare(
                    "SELECT \(PurgeStepRow.columns) FROM purge_step WHERE purge = ?1 ORDER BY position")
                try steps.bind(found[index].record.number, at: 1)
                while try steps.step() {
                    let row = PurgeStepRow(from: steps)
                    if let step = row.step { found[index].steps.append(step) }
                    let (next, overflow) = row.position.addingReportingOverflow(1)
                    found[index].next = overflow ? .max : next
                }
            }
            return found
        }
    }

    /// A purge, finished or not; `nil` where there is none of this number.
    package func purge(_ number: Int64) throws(ManifestError) -> PurgeRecord? {
        try guarded { try purgeRow(number)?.record }
    }

    /// Receipts, the newest first; of one purge, or of all of them.
    package func receipts(of number: Int64? = nil) throws(ManifestError) -> [KeptReceipt] {
        try guarded {
            var kept: [KeptReceipt] = []
            let condition = number == nil ? "" : "WHERE purge = ?1"
            var rows = try connection.prepare(
                "SELECT \(ReceiptRow.columns) FROM receipt \(condition) ORDER BY purge DESC LIMIT \(PurgeLimit.listed)")
            if let number { try rows.bind(number, at: 1) }
            while try rows.step() {
                let row = ReceiptRow(from: rows)
                guard let purge = try purgeRow(row.purge)?.record else { continue }
                kept.append(
                    KeptReceipt(purge: purge, made: row.made, isSigned: row.isSigned, document: row.document))
            }
            return kept
        }
    }

    /// What was purged for cause, the oldest first.
    package func tombstones() throws(ManifestError) -> [Tombstone] {
        try guarded {
            var found: [Tombstone] = []
            var rows = try connection.prepare(
                "SELECT \(TombstoneRow.columns) FROM tombstone ORDER BY id LIMIT \(PurgeLimit.steps)")
            while try rows.step() { found.append(TombstoneRow(from: rows).tombstone) }
            return found
        }
    }

    /// Writes down what was put back from the quarantine.
    package func noteRestored(_ restored: [Tombstone]) throws(ManifestError) {
        try guarded {
            try requireNoScan()
            try transaction { try keep(restored) }
        }
    }

    // MARK: Rows

    private func purgeRow(_ number: Int64) throws -> PurgeRow? {
        var rows = try connection.prepare("SELECT \(PurgeRow.columns) FROM purge WHERE id = ?1")
        try rows.bind(number, at: 1)
        return try rows.step() ? PurgeRow(from: rows) : nil
    }

    func nextID(_ table: String) throws -> Int64 {
        let (next, overflow) = (try connection.integer("SELECT max(id) FROM \(table)") ?? 0).addingReportingOverflow(1)
        if overflow { throw ManifestFault.damaged("the row numbers of the table \(table) are used up") }
        return next
    }

    private func insert(_ row: PurgeRow) throws {
        var insert = try prepareInsert("purge", PurgeRow.columns, PurgeRow.columnCount)
        try row.bind(to: &insert)
        try insert.run()
        state.sums[.purge] += try row.term(&digester)
    }

    private func insert(_ row: PurgeStepRow) throws {
        var insert = try prepareInsert("purge_step", PurgeStepRow.columns, PurgeStepRow.columnCount)
        try row.bind(to: &insert)
        try insert.run()
        state.sums[.purgeStep] += try row.term(&digester)
    }

    private func dropSteps(of number: Int64) throws {
        var steps = try connection.prepare("SELECT \(PurgeStepRow.columns) FROM purge_step WHERE purge = ?1")
        try steps.bind(number, at: 1)
        while try steps.step() { state.sums[.purgeStep] -= try PurgeStepRow(from: steps).term(&digester) }
        steps.reset()
        var delete = try connection.prepare("DELETE FROM purge_step WHERE purge = ?1")
        try delete.bind(number, at: 1)
        try delete.run()
    }

    private func keep(_ row: ReceiptRow) throws {
        var insert = try prepareInsert("receipt", ReceiptRow.columns, ReceiptRow.columnCount)
        try row.bind(to: &insert)
        try insert.run()
        state.sums[.receipt] += try row.term(&digester)
    }

    private func keep(_ tombstones: [Tombstone]) throws {
        var next = try nextID("tombstone")
        var insert = try prepareInsert("tombstone", TombstoneRow.columns, TombstoneRow.columnCount)
        for tombstone in tombstones {
            let row = TombstoneRow(id: next, tombstone)
            try row.bind(to: &insert)
            try insert.run()
            state.sums[.tombstone] += try row.term(&digester)
            next += 1
        }
    }

    /// Sums the rows of purges as they stand.
    func addPurgeSums(to sums: inout TableSums, _ count: inout Int) throws {
        sums[.purge] = try sum(of: "SELECT \(PurgeRow.columns) FROM purge", &count) { row, digester in
            try PurgeRow(from: row).term(&digester)
        }
        sums[.purgeStep] = try sum(of: "SELECT \(PurgeStepRow.columns) FROM purge_step", &count) { row, digester in
            try PurgeStepRow(from: row).term(&digester)
        }
        sums[.receipt] = try sum(of: "SELECT \(ReceiptRow.columns) FROM receipt", &count) { row, digester in
            try ReceiptRow(from: row).term(&digester)
        }
        sums[.tombstone] = try sum(of: "SELECT \(TombstoneRow.columns) FROM tombstone", &count) { row, digester in
            try TombstoneRow(from: row).term(&digester)
        }
        sums[.finding] = try sum(of: "SELECT \(FindingRow.columns) FROM finding", &count) { row, digester in
            try FindingRow(from: row).term(&digester)
        }
        sums[.removal] = try sum(of: "SELECT \(RemovalRow.columns) FROM removal", &count) { row, digester in
            try RemovalRow(from: row).term(&digester)
        }
    }
}
