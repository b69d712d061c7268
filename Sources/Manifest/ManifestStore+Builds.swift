internal import Hashing
package import Inventory
internal import SQLite

extension ManifestStore {
    /// Bounds of what one state root's history may bring.
    enum BuildLimit {
        /// Builds read back at once.
        static let builds = 200_000
        /// Mounts and notes of one build.
        static let parts = 10_000
    }

    /// The builds of a state root that are known already, by their ref: their blobs need not be read again.
    package func knownBuilds(root: ByteString) throws(ManifestError) -> Set<String> {
        try guarded {
            var rows = try connection.prepare("SELECT ref FROM build WHERE root = ?1 LIMIT ?2")
            try rows.bind(root.bytes, at: 1)
            try rows.bind(Int64(BuildLimit.builds), at: 2)
            var result: Set<String> = []
            while try rows.step() { result.insert(rows.text(at: 0) ?? "") }
            return result
        }
    }

    /// Keeps builds that are not known yet: BuildKit forgets them, and the question who wrote into a cache comes later.
    /// Returns how many were new. What is known stays as it was first read.
    package func harvest(_ builds: [Build], now: Int64) throws(ManifestError) -> Int {
        try guarded {
            try requireNoScan()
            var known = try connection.prepare("SELECT 1 FROM build WHERE root = ?1 AND ref = ?2")
            var new: [Build] = []
            var seen: Set<Build.Name> = []
            for build in builds where seen.insert(build.name).inserted {
                try known.bind(build.root.bytes, at: 1)
                try known.bind(build.ref, at: 2)
                if try !known.step() { new.append(build) }
                known.reset()
            }
            if new.isEmpty { return 0 }
            try transaction {
                var next = try connection.integer("SELECT max(id) FROM build") ?? 0
                var insert = try prepareInsert("build", BuildRow.columns, BuildRow.columnCount)
                var insertMount = try prepareInsert("build_mount", BuildMountRow.columns, BuildMountRow.columnCount)
                var insertNote = try prepareInsert("build_note", BuildNoteRow.columns, BuildNoteRow.columnCount)
                for build in new {
                    let (id, overflow) = next.addingReportingOverflow(1)
                    if overflow { throw ManifestFault.damaged("the row numbers of the table build are used up") }
                    next = id
                    let row = BuildRow(id: id, harvested: now, build: build)
                    try row.bind(to: &insert)
                    try insert.run()
                    state.sums[.build] += try row.term(&digester)
                    for (position, use) in build.mounts.prefix(BuildLimit.parts).enumerated() {
                        let row = BuildMountRow(build: id, position: Int64(position), use: use)
                        try row.bind(to: &insertMount)
                        try insertMount.run()
                        state.sums[.buildMount] += try row.term(&digester)
                    }
                    for row in BuildNoteRow.rows(of: build, id: id).prefix(BuildLimit.parts) {
                        try row.bind(to: &insertNote)
                        try insertNote.run()
                        state.sums[.buildNote] += try row.term(&digester)
                    }
                }
            }
            return new.count
        }
    }

    /// All builds that are remembered, the oldest first; those of one state root where one is named.
    package func builds(root: ByteString? = nil) throws(ManifestError) -> [Build] {
        try guarded {
            let condition = root == nil ? "" : "WHERE root = ?1"
            var rows = try connection.prepare(
                """
                SELECT \(BuildRow.columns) FROM build \(condition) ORDER BY started, id LIMIT \(BuildLimit.builds)
                """)
            if let root { try rows.bind(root.bytes, at: 1) }
            var result: [Build] = []
            var places: [Int64: Int] = [:]
            while try rows.step() {
                let row = BuildRow(from: rows)
                places[row.id] = result.count
                result.append(row.build)
            }
            if result.isEmpty { return [] }
            var mounts = try connection.prepare(
                "SELECT \(BuildMountRow.columns) FROM build_mount ORDER BY build, position")
            while try mounts.step() {
                let row = BuildMountRow(from: mounts)
                if let place = places[row.build] { result[place].mounts.append(row.use) }
            }
            var notes = try connection.prepare(
                "SELECT \(BuildNoteRow.columns) FROM build_note ORDER BY build, position")
            while try notes.step() {
                let row = BuildNoteRow(from: notes)
                if let place = places[row.build] { row.apply(to: &result[place]) }
            }
            return result
        }
    }

    /// When audits looked at each state root, nanoseconds since 1970, the earliest first: a build that ended shortly
    /// before one of these times and left a record is known. The newest of too many are taken.
    package func auditTimes() throws(ManifestError) -> [ByteString: [Int64]] {
        try guarded {
            var rows = try connection.prepare(
                """
                SELECT DISTINCT cache.root, scan.started FROM scan_cache
                JOIN scan ON scan.id = scan_cache.scan JOIN cache ON cache.id = scan_cache.cache
                WHERE cache.record <> '' ORDER BY scan.started DESC LIMIT \(BuildLimit.builds)
                """)
            var result: [ByteString: [Int64]] = [:]
            while try rows.step() {
                result[ByteString(rows.blob(at: 0) ?? []), default: []].append(rows.integer(at: 1))
            }
            return result.mapValues { $0.reversed() }
        }
    }

    /// Forgets builds that ended before a time. Returns how many.
    func dropBuilds(before time: Int64) throws -> Int {
        var rows = try connection.prepare(
            "SELECT \(BuildRow.columns) FROM build WHERE coalesce(finished, started, harvested) < ?1 LIMIT ?2")
        try rows.bind(time, at: 1)
        try rows.bind(Int64(Self.prunedRowsMax), at: 2)
        var dropped: [Int64] = []
        while try rows.step() {
            let row = BuildRow(from: rows)
            state.sums[.build] -= try row.term(&digester)
            dropped.append(row.id)
        }
        for id in dropped { try dropParts(ofBuild: id) }
        return dropped.count
    }

    private func dropParts(ofBuild id: Int64) throws {
        var mounts = try connection.prepare("SELECT \(BuildMountRow.columns) FROM build_mount WHERE build = ?1")
        try mounts.bind(id, at: 1)
        while try mounts.step() { state.sums[.buildMount] -= try BuildMountRow(from: mounts).term(&digester) }
        mounts.reset()
        var notes = try connection.prepare("SELECT \(BuildNoteRow.columns) FROM build_note WHERE build = ?1")
        try notes.bind(id, at: 1)
        while try notes.step() { state.sums[.buildNote] -= try BuildNoteRow(from: notes).term(&digester) }
        notes.reset()
        for (table, column) in [("build_mount", "build"), ("build_note", "build"), ("build", "id")] {
            var delete = try connection.prepare("DELETE FROM \(table) WHERE \(column) = ?1")
            try delete.bind(id, at: 1)
            try delete.run()
        }
    }

    /// A statement that inserts one row of so many columns.
    func prepareInsert(
        _ table: String, _ columns: String, _ count: Int32
    ) throws(SQLiteError) -> Statement {
        let marks = (1...count).map { "?\($0)" }.joined(separator: ", ")
        return try connection.prepare("INSERT INTO \(table) (\(columns)) VALUES (\(marks))")
    }
}

extension Build {
    /// What tells one build from another.
    struct Name: Hashable {
        var root: ByteString
        var ref: String
    }

    var name: Name { Name(root: root, ref: ref) }
}
