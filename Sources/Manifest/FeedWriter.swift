internal import Hashing
package import Inventory
internal import SQLite

/// Takes a feed of advisories into the manifest: all of it or nothing. It replaces what the feed of its name held.
///
/// One transaction from the first record to `finish`: whoever dies in between leaves the old feed.
package final class FeedWriter {
    /// Bounds of one manifest.
    package enum Limit {
        /// Records of one feed.
        package static let records = 2_000_000
        /// Feeds.
        package static let feeds = 100
        /// A feed that holds less than one in so many of the records it held is taken for one that was cut off.
        static let shrinking = 2
    }

    /// What became of a feed.
    package enum Outcome: Sendable, Hashable {
        case kept(KeptFeed)
        /// It holds no record at all.
        case empty
        /// Its newest record is older than that of the feed that is there.
        case older(newest: Int64, known: Int64)
        /// It holds far fewer records than the feed that is there.
        case smaller(records: Int, known: Int)
    }

    private let store: ManifestStore
    private let old: FeedRow?
    private let id: Int64
    private let first: Int64
    private var nextAdvisory: Int64
    private var nextPackage: Int64
    private let before: ManifestState
    private var isFinished = false
    private var feed: KeptFeed
    private var insertAdvisory: Statement
    private var insertPackage: Statement
    private var insertDigest: Statement

    fileprivate init(_ store: ManifestStore, name: String, path: ByteString, now: Int64) throws {
        self.store = store
        before = store.state
        let connection = store.connection
        var query = try connection.prepare("SELECT \(FeedRow.columns) FROM feed WHERE name = ?1")
        try query.bind(name, at: 1)
        old = try query.step() ? FeedRow(from: query) : nil
        query.reset()
        id = try old?.id ?? Self.next(connection, "feed")
        nextAdvisory = try Self.next(connection, "advisory")
        nextPackage = try Self.next(connection, "advisory_package")
        first = nextAdvisory
        feed = KeptFeed(name: name, path: path, imported: now, newest: .min, counts: KeptFeed.Counts())
        insertAdvisory = try store.prepareInsert("advisory", AdvisoryRow.columns, AdvisoryRow.columnCount)
        insertPackage = try store.prepareInsert(
            "advisory_package", AdvisoryPackageRow.columns, AdvisoryPackageRow.columnCount)
        insertDigest = try connection.prepare(
            "INSERT OR IGNORE INTO advisory_digest (\(AdvisoryDigestRow.columns)) VALUES (?1, ?2, ?3)")
    }

    deinit {
        cancel()
    }

    private static func next(_ connection: Connection, _ table: String) throws -> Int64 {
        let (next, overflow) = (try connection.integer("SELECT max(id) FROM \(table)") ?? 0)
            .addingReportingOverflow(1)
        // Room for whatever a feed may hold: no addition after this one can overflow.
        if overflow || next <= 0 || next > .max / 2 {
            throw ManifestFault.damaged("the row numbers of the table \(table) are used up")
        }
        return next
    }

    /// Takes one record. Of withdrawn ones only the name stays, so that no older copy of them comes into force.
    package func add(_ advisory: Advisory) throws(ManifestError) {
        try store.guarded {
            try requireOpen()
            guard feed.counts.records < Limit.records else {
                throw ManifestFault.refused("a feed may hold \(Limit.records) records at most")
            }
            let row = AdvisoryRow(id: nextAdvisory, feed: id, advisory: advisory)
            nextAdvisory += 1
            try row.bind(to: &insertAdvisory)
            try insertAdvisory.run()
            store.state.sums[.advisory] += try row.term(&store.digester)
            for package in advisory.packages { try add(package, of: row.id) }
            feed.newest = max(feed.newest, advisory.modified)
            feed.counts.records += 1
            if advisory.isWithdrawn {
                feed.counts.withdrawn += 1
            } else if advisory.kind == .malware {
                feed.counts.malware += 1
            }
        }
    }

    private func add(_ package: AffectedPackage, of advisory: Int64) throws {
        let row = AdvisoryPackageRow(id: nextPackage, advisory: advisory, package: package)
        nextPackage += 1
        try row.bind(to: &insertPackage)
        try insertPackage.run()
        store.state.sums[.advisoryPackage] += try row.term(&store.digester)
        for digest in package.digests {
            let row = AdvisoryDigestRow(digest, package: row.id)
            try row.bind(to: &insertDigest)
            try insertDigest.run()
            // The same digest twice is one row.
            if store.connection.changedRows == 0 { continue }
            store.state.sums[.advisoryDigest] += try row.term(&store.digester)
        }
    }

    /// Ends the feed. `others` counts what was read and is not kept. Without `replaces` a feed that looks like an
    /// accident or worse is refused: then nothing has changed.
    package func finish(others: KeptFeed.Counts, replaces: Bool) throws(ManifestError) -> Outcome {
        try store.guarded {
            try requireOpen()
            feed.counts.others = others.others
            feed.counts.silent = others.silent
            feed.counts.gitRanges = others.gitRanges
            feed.counts.unreadable = others.unreadable
            if let refusal = refusal(replaces: replaces) {
                cancel()
                return refusal
            }
            do {
                if let old { try store.drop(old) }
                let row = FeedRow(id: id, feed: feed, first: first, last: nextAdvisory - 1)
                var insert = try store.prepareInsert("feed", FeedRow.columns, FeedRow.columnCount)
                try row.bind(to: &insert)
                try insert.run()
                store.state.sums[.feed] += try row.term(&store.digester)
                if try store.connection.integer("SELECT count(*) FROM feed") ?? 0 > Limit.feeds {
                    throw ManifestFault.refused("it holds \(Limit.feeds) feeds, which are the most; remove one")
                }
                try store.state.store(store.connection, &store.digester)
                try store.connection.commit()
                isFinished = true
            } catch {
                cancel()
                throw error
            }
            return .kept(feed)
        }
    }

    private func refusal(replaces: Bool) -> Outcome? {
        if feed.counts.records == 0 { return .empty }
        guard let known = old?.feed, !replaces else { return nil }
        if feed.newest < known.newest { return .older(newest: feed.newest, known: known.newest) }
        if feed.counts.records < known.counts.records / Limit.shrinking {
            return .smaller(records: feed.counts.records, known: known.counts.records)
        }
        return nil
    }

    /// Undoes all that was taken. Does nothing once the feed has ended.
    package func cancel() {
        guard !isFinished else { return }
        isFinished = true
        store.connection.rollback()
        store.state = before
    }

    private func requireOpen() throws {
        if isFinished { throw ManifestFault.refused("the feed has ended") }
    }
}

extension ManifestStore {
    /// Begins to take a feed. Nobody else can write until it has ended.
    package func beginFeed(name: String, path: ByteString, now: Int64) throws(ManifestError) -> FeedWriter {
        try guarded {
            try requireNoScan()
            try connection.begin()
            do {
                return try FeedWriter(self, name: name, path: path, now: now)
            } catch {
                connection.rollback()
                throw error
            }
        }
    }

    /// All feeds, by their names.
    package func feeds() throws(ManifestError) -> [KeptFeed] {
        try guarded {
            var rows = try connection.prepare("SELECT \(FeedRow.columns) FROM feed ORDER BY name LIMIT 1000")
            var result: [KeptFeed] = []
            while try rows.step() { result.append(FeedRow(from: rows).feed) }
            return result
        }
    }

    /// Takes feeds out again, by name. Returns those that were there.
    package func removeFeeds(_ names: Set<String>) throws(ManifestError) -> [KeptFeed] {
        try guarded {
            try requireNoScan()
            return try transaction {
                var chosen: [FeedRow] = []
                var rows = try connection.prepare("SELECT \(FeedRow.columns) FROM feed ORDER BY name")
                while try rows.step() {
                    let row = FeedRow(from: rows)
                    if names.contains(row.feed.name) { chosen.append(row) }
                }
                for row in chosen { try drop(row) }
                return chosen.map(\.feed)
            }
        }
    }

    /// Takes a feed and all that belongs to it out of tables and sums.
    fileprivate func drop(_ feed: FeedRow) throws {
        let range = "BETWEEN ?1 AND ?2"
        let packages = "SELECT id FROM advisory_package WHERE advisory \(range)"
        var digests = try connection.prepare(
            "SELECT \(AdvisoryDigestRow.columns) FROM advisory_digest WHERE package IN (\(packages))")
        try bind(feed, to: &digests)
        while try digests.step() { state.sums[.advisoryDigest] -= try AdvisoryDigestRow(from: digests).term(&digester) }
        var rows = try connection.prepare(
            "SELECT \(AdvisoryPackageRow.columns) FROM advisory_package WHERE advisory \(range)")
        try bind(feed, to: &rows)
        while try rows.step() { state.sums[.advisoryPackage] -= try AdvisoryPackageRow(from: rows).term(&digester) }
        var advisories = try connection.prepare("SELECT \(AdvisoryRow.columns) FROM advisory WHERE id \(range)")
        try bind(feed, to: &advisories)
        while try advisories.step() { state.sums[.advisory] -= try AdvisoryRow(from: advisories).term(&digester) }
        state.sums[.feed] -= try feed.term(&digester)
        for condition in [
            "advisory_digest WHERE package IN (\(packages))", "advisory_package WHERE advisory \(range)",
            "advisory WHERE id \(range)",
        ] {
            var delete = try connection.prepare("DELETE FROM \(condition)")
            try bind(feed, to: &delete)
            try delete.run()
        }
        var delete = try connection.prepare("DELETE FROM feed WHERE id = ?1")
        try delete.bind(feed.id, at: 1)
        try delete.run()
    }

    private func bind(_ feed: FeedRow, to statement: inout Statement) throws(SQLiteError) {
        try statement.bind(feed.first, at: 1)
        try statement.bind(feed.last, at: 2)
    }
}
