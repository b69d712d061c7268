internal import Hashing
package import Inventory
internal import SQLite

/// Whether the rows add up to the sums that were kept while they were written.
package struct ContentVerification: Sendable, Hashable {
    /// Names of the tables whose rows are not those that were written.
    package var mismatches: [String]
    /// Rows looked at.
    package var rows: Int

    /// Whether all fits.
    package var isIntact: Bool { mismatches.isEmpty }
}

extension ManifestStore {
    /// Opens the file a second time and verifies its rows: for a thread of its own, while an audit goes on.
    package static func verifyContent(path: ByteString) throws(ManifestError) -> ContentVerification {
        try ManifestStore(path: path, mode: .read).verifyContent()
    }

    /// Reads all rows once and compares their sums with the kept ones. A mismatch stays until a baseline is accepted.
    package func verifyContent() throws(ManifestError) -> ContentVerification {
        try guarded {
            try requireNoOwnTransaction()
            try connection.begin(.deferred)
            defer { connection.rollback() }
            // Sums and rows of one state, also while an audit writes.
            let kept = try ManifestState.load(connection, &digester).sums
            var rows = 0
            let actual = try contentSums(&rows)
            var result = ContentVerification(mismatches: [], rows: rows)
            for table in SummedTable.allCases where kept[table] != actual[table] {
                result.mismatches.append(table.name)
            }
            return result
        }
    }

    private func requireNoOwnTransaction() throws {
        if connection.isInTransaction { throw ManifestFault.refused("a scan is being recorded") }
    }

    /// Sums all rows as they stand.
    func contentSums(_ count: inout Int) throws -> TableSums {
        var sums = TableSums()
        sums[.file] = try fileSum(&count)
        sums[.cache] = try sum(of: "SELECT \(CacheRow.columns) FROM cache", &count) { row, digester in
            try CacheRow(from: row).term(&digester)
        }
        sums[.scan] = try sum(of: "SELECT \(ScanRow.columns) FROM scan", &count) { row, digester in
            try ScanRow(from: row).beginTerm(&digester)
        }
        sums[.scanCache] = try sum(of: "SELECT \(ScanCacheRow.columns) FROM scan_cache", &count) { row, digester in
            try ScanCacheRow(from: row).term(&digester)
        }
        sums[.sighting] = try sum(of: "SELECT \(SightingRow.columns) FROM sighting", &count) { row, digester in
            try SightingRow(from: row).term(&digester)
        }
        sums[.baseline] = try sum(of: "SELECT \(BaselineRow.columns) FROM baseline", &count) { row, digester in
            try BaselineRow(from: row).term(&digester)
        }
        sums[.baselineCache] = try sum(of: "SELECT \(BaselineCacheRow.columns) FROM baseline_cache", &count) {
            row, digester in try BaselineCacheRow(from: row).term(&digester)
        }
        sums[.baselineFile] = try sum(of: "SELECT \(BaselineFileRow.columns) FROM baseline_file", &count) {
            row, digester in try BaselineFileRow(from: row).term(&digester)
        }
        sums[.build] = try sum(of: "SELECT \(BuildRow.columns) FROM build", &count) { row, digester in
            try BuildRow(from: row).term(&digester)
        }
        sums[.buildMount] = try sum(of: "SELECT \(BuildMountRow.columns) FROM build_mount", &count) { row, digester in
            try BuildMountRow(from: row).term(&digester)
        }
        sums[.buildNote] = try sum(of: "SELECT \(BuildNoteRow.columns) FROM build_note", &count) { row, digester in
            try BuildNoteRow(from: row).term(&digester)
        }
        sums[.lockfile] = try sum(of: "SELECT \(LockfileRow.columns) FROM lockfile", &count) { row, digester in
            try LockfileRow(from: row).term(&digester)
        }
        sums[.pin] = try sum(of: "SELECT \(PinRow.columns) FROM pin", &count) { row, digester in
            try PinRow(from: row).term(&digester)
        }
        sums[.artifact] = try sum(of: "SELECT \(ArtifactRow.columns) FROM artifact", &count) { row, digester in
            try ArtifactRow(from: row).term(&digester)
        }
        sums[.indexTag] = try sum(of: "SELECT \(IndexTagRow.columns) FROM index_tag", &count) { row, digester in
            try IndexTagRow(from: row).term(&digester)
        }
        sums[.fileDigest] = try sum(of: "SELECT \(FileDigestRow.columns) FROM file_digest", &count) { row, digester in
            try FileDigestRow(from: row).term(&digester)
        }
        try addPurgeSums(to: &sums, &count)
        try addAdvisorySums(to: &sums, &count)
        return sums
    }

    private func addAdvisorySums(to sums: inout TableSums, _ count: inout Int) throws {
        sums[.feed] = try sum(of: "SELECT \(FeedRow.columns) FROM feed", &count) { row, digester in
            try FeedRow(from: row).term(&digester)
        }
        sums[.advisory] = try sum(of: "SELECT \(AdvisoryRow.columns) FROM advisory", &count) { row, digester in
            try AdvisoryRow(from: row).term(&digester)
        }
        sums[.advisoryPackage] = try sum(
            of: "SELECT \(AdvisoryPackageRow.columns) FROM advisory_package", &count
        ) { row, digester in try AdvisoryPackageRow(from: row).term(&digester) }
        sums[.advisoryDigest] = try sum(
            of: "SELECT \(AdvisoryDigestRow.columns) FROM advisory_digest", &count
        ) { row, digester in try AdvisoryDigestRow(from: row).term(&digester) }
    }

    func sum(
        of sql: String, _ count: inout Int, _ term: (borrowing Statement, inout RowDigester) throws -> ContentSum
    ) throws -> ContentSum {
        var rows = try connection.prepare(sql)
        var sum = ContentSum()
        while try rows.step() {
            sum += try term(rows, &digester)
            count += 1
        }
        return sum
    }

    private func fileSum(_ count: inout Int) throws -> ContentSum {
        var rows = try connection.prepare("SELECT \(FileNumbers.columns), sha256, path, target FROM file")
        var sum = ContentSum()
        var buffer: [UInt8] = []
        while try rows.step() {
            let numbers = FileNumbers(from: rows)
            buffer.removeAll(keepingCapacity: true)
            let digestCount = rows.appendBlob(at: FileNumbers.columnCount, to: &buffer)
            let pathCount = rows.appendBlob(at: FileNumbers.columnCount + 1, to: &buffer)
            let hasTarget = !rows.isNull(at: FileNumbers.columnCount + 2)
            rows.appendBlob(at: FileNumbers.columnCount + 2, to: &buffer)
            count += 1
            // A digest of another length was not written by this program; without one the sum cannot fit either.
            var digest: SHA256Digest?
            if digestCount == 32 { digest = SHA256Digest([32 of UInt8] { buffer[$0] }) }
            let path = buffer.span.extracting(digestCount..<digestCount + pathCount)
            let target = buffer.span.extracting((digestCount + pathCount)...)
            sum += try digester.term(of: numbers, digest: digest, path: path, target: target, hasTarget: hasTarget)
            if let gone = numbers.gone { sum += try digester.goneTerm(file: numbers.id, scan: gone) }
        }
        return sum
    }

    /// What SQLite itself finds wrong with the file: broken pages, rows missing from an index. Empty where it is
    /// sound. Reads the whole file.
    package func integrityCheck() throws(ManifestError) -> [String] {
        try guarded {
            var rows = try connection.prepare("PRAGMA integrity_check(20)")
            var result: [String] = []
            while try rows.step() {
                let line = rows.text(at: 0) ?? ""
                if line != "ok" { result.append(line) }
            }
            return result
        }
    }
}
