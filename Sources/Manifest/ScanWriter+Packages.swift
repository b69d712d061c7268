internal import Hashing
package import Inventory
internal import SQLite

extension ScanWriter {
    /// What earlier audits saw of packages, without what was gone when a baseline was accepted.
    package func packageHistory() throws(ManifestError) -> PackageHistory {
        try writing {
            try beginIfNeeded()
            let places = Dictionary(
                cacheNumbers.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
            return try store.packageHistory(sinceAcceptance: true, places: places)
        }
    }

    /// The advisories in force on these artifacts' packages, and those that name their contents.
    package func advisories(
        on artifacts: [JudgedArtifact]
    ) throws(ManifestError) -> (
        onPackages: [AdvisoryEntry], onContents: [(digest: ContentDigest, entry: AdvisoryEntry)]
    ) {
        guard try store.hasAdvisories() else { return ([], []) }
        let packages = Set(artifacts.map { PackageName($0.artifact.ecosystem, $0.artifact.name) })
        let named = try store.advisoryDigests()
        var contents: Set<ContentDigest> = []
        for judged in artifacts {
            for digest in judged.artifact.digests where named.contains(digest) { contents.insert(digest) }
        }
        return (try store.advisories(on: packages), try store.advisories(naming: contents))
    }

    /// Records what was found of packages: what is there as before costs no row, what is new gets one, and what is not
    /// there any more is closed. Called before `finish`. Says since when each artifact is there.
    package func record(_ packages: [PackageRecord]) throws(ManifestError) -> PackageMemory {
        try writing {
            for package in packages where !caches.indices.contains(package.cache) {
                throw ManifestFault.refused("packages name cache \(package.cache), which is not in the list")
            }
            try beginIfNeeded()
            let times = try ScanTimes(store.connection)
            var memory = try recordArtifacts(packages, times)
            memory.tooLong += try recordTags(packages, times)
            return memory
        }
    }

    // MARK: Artifacts

    private func recordArtifacts(_ packages: [PackageRecord], _ times: ScanTimes) throws -> PackageMemory {
        let recorded = Set(packages.map { cacheNumbers[$0.cache] })
        var present: [ArtifactRow.Key: ArtifactRow] = [:]
        var rows = try store.connection.prepare("SELECT \(ArtifactRow.columns) FROM artifact WHERE last_scan IS NULL")
        while try rows.step() {
            let row = ArtifactRow(from: rows)
            if recorded.contains(row.key.cache) { present[row.key] = row }
        }
        var next = try store.connection.integer("SELECT max(id) FROM artifact") ?? 0
        var insert = try store.prepareInsert("artifact", ArtifactRow.columns, ArtifactRow.columnCount)
        var update = try store.connection.prepare("UPDATE artifact SET last_scan = ?2, verdict = ?3 WHERE id = ?1")
        /// Since which scan each is there; 0 for what is not kept.
        var seen: [ArtifactRow.Key: Int64] = [:]
        seen.reserveCapacity(packages.reduce(0) { $0 + $1.artifacts.count })
        var memory = PackageMemory()
        for package in packages {
            var first: [Int64?] = []
            first.reserveCapacity(package.artifacts.count)
            for judged in package.artifacts {
                let key = ArtifactRow.Key(cache: cacheNumbers[package.cache], judged.artifact)
                if let scan = seen[key] {
                    first.append(times.known(scan))
                    continue
                }
                if key.longest > ManifestStore.PackageLimit.text {
                    memory.tooLong += 1
                    seen[key] = 0
                    first.append(nil)
                } else if let old = present.removeValue(forKey: key) {
                    var row = old
                    row.verdict = judged.verdict.rawValue
                    if row.verdict != old.verdict { try change(old, to: row, &update) }
                    seen[key] = old.firstScan
                    first.append(times.known(old.firstScan))
                } else {
                    next = try Self.number(after: next, "artifact")
                    let row = ArtifactRow(id: next, key: key, firstScan: self.row.id, verdict: judged.verdict)
                    let term = try row.bind(to: &insert, &store.digester)
                    try insert.run()
                    store.state.sums[.artifact] += term
                    seen[key] = self.row.id
                    first.append(times.known(self.row.id))
                    try countWritten()
                }
            }
            memory.first.append(first)
        }
        let keepers = keepers(packages)
        for old in present.values.sorted(by: { $0.id < $1.id }) {
            if keepers[old.key.cache]?(old.key.path) ?? true { continue }
            var row = old
            row.lastScan = times.lastScan(ofCache: old.key.cache) ?? old.firstScan
            try change(old, to: row, &update)
        }
        return memory
    }

    private func change(_ old: ArtifactRow, to row: ArtifactRow, _ update: inout Statement) throws {
        try update.bind(row.id, at: 1)
        try ColumnValue.integer(row.lastScan).bind(to: &update, at: 2)
        try update.bind(row.verdict, at: 3)
        try update.run()
        store.state.sums[.artifact] -= try old.term(&store.digester)
        store.state.sums[.artifact] += try row.term(&store.digester)
        try countWritten()
    }

    // MARK: Tags

    private func recordTags(_ packages: [PackageRecord], _ times: ScanTimes) throws -> Int {
        let recorded = Set(packages.map { cacheNumbers[$0.cache] })
        var present: [IndexTagRow.Key: IndexTagRow] = [:]
        var rows = try store.connection.prepare("SELECT \(IndexTagRow.columns) FROM index_tag WHERE last_scan IS NULL")
        while try rows.step() {
            let row = IndexTagRow(from: rows)
            if recorded.contains(row.key.cache) { present[row.key] = row }
        }
        var next = try store.connection.integer("SELECT max(id) FROM index_tag") ?? 0
        var insert = try store.prepareInsert("index_tag", IndexTagRow.columns, IndexTagRow.columnCount)
        var seen: Set<IndexTagRow.Key> = []
        var tooLong = 0
        for package in packages {
            for tag in package.tags {
                let key = IndexTagRow.Key(cache: cacheNumbers[package.cache], tag)
                guard seen.insert(key).inserted, present.removeValue(forKey: key) == nil else { continue }
                if key.longest > ManifestStore.PackageLimit.text {
                    tooLong += 1
                    continue
                }
                next = try Self.number(after: next, "index_tag")
                let row = IndexTagRow(id: next, key: key, firstScan: self.row.id)
                try row.bind(to: &insert)
                try insert.run()
                store.state.sums[.indexTag] += try row.term(&store.digester)
                try countWritten()
            }
        }
        let keepers = keepers(packages)
        var update = try store.connection.prepare("UPDATE index_tag SET last_scan = ?2 WHERE id = ?1")
        for old in present.values.sorted(by: { $0.id < $1.id }) {
            if keepers[old.key.cache]?(old.key.path) ?? true { continue }
            var row = old
            row.lastScan = times.lastScan(ofCache: old.key.cache) ?? old.firstScan
            try update.bind(row.id, at: 1)
            try ColumnValue.integer(row.lastScan).bind(to: &update, at: 2)
            try update.run()
            store.state.sums[.indexTag] -= try old.term(&store.digester)
            store.state.sums[.indexTag] += try row.term(&store.digester)
            try countWritten()
        }
        return tooLong
    }

    /// For each recorded cache, whether something that was not seen may still be there: its file, or all of the cache,
    /// could not be looked at.
    private func keepers(_ packages: [PackageRecord]) -> [Int64: ([UInt8]) -> Bool] {
        var result: [Int64: ([UInt8]) -> Bool] = [:]
        for package in packages {
            result[cacheNumbers[package.cache]] = { path in
                !package.isWhole || package.unread.contains(ByteString(path)) || self.isKept(path, in: package.cache)
            }
        }
        return result
    }

    /// Commits when enough has come together, and goes on in a new transaction.
    func countWritten() throws {
        countRow()
        try commitIfDue()
        try beginIfNeeded()
    }

    private static func number(after last: Int64, _ table: String) throws -> Int64 {
        let (next, overflow) = last.addingReportingOverflow(1)
        if overflow { throw ManifestFault.damaged("the row numbers of the table \(table) are used up") }
        return next
    }
}
