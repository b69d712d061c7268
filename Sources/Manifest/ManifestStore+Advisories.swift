package import Inventory
internal import SQLite

extension ManifestStore {
    /// Bounds of what is read back of advisories.
    enum AdvisoryLimit {
        /// Entries that one question brings.
        static let entries = 1_000_000
    }

    /// Runs `body` on one state of the file. Without that each question would lock the file and look at it anew.
    private func inOneState<Result>(_ body: () throws -> Result) throws(ManifestError) -> Result {
        try guarded {
            if connection.isInTransaction { return try body() }
            try connection.begin(.deferred)
            defer { connection.rollback() }
            return try body()
        }
    }

    /// Whether any feed was imported.
    package func hasAdvisories() throws(ManifestError) -> Bool {
        try guarded { try connection.integer("SELECT 1 FROM feed LIMIT 1") != nil }
    }

    /// The advisories in force on these packages: without what was withdrawn, and without older copies.
    package func advisories(on packages: Set<PackageName>) throws(ManifestError) -> [AdvisoryEntry] {
        try inOneState {
            let lookup = try AdvisoryLookup(connection)
            // Asked once for each name, whatever ecosystems have it; in the order in which they lie in the file.
            let names = Set(packages.map(\.name)).sorted()
            var rows = try connection.prepare(
                "SELECT \(AdvisoryPackageRow.columns) FROM advisory_package WHERE name = ?1")
            var result: [AdvisoryEntry] = []
            for name in names {
                try rows.bind(name, at: 1)
                while try rows.step() {
                    let row = AdvisoryPackageRow(from: rows)
                    guard let package = row.package, packages.contains(package.name),
                        let head = try lookup.head(row.advisory)
                    else { continue }
                    guard result.count < AdvisoryLimit.entries else {
                        throw ManifestFault.refused("more than \(AdvisoryLimit.entries) advisories are on the packages")
                    }
                    result.append(AdvisoryEntry(advisory: head.advisory, package: package, feed: head.feed))
                }
            }
            return result
        }
    }

    /// The advisories in force that name one of these contents.
    package func advisories(
        naming digests: Set<ContentDigest>
    ) throws(ManifestError) -> [(digest: ContentDigest, entry: AdvisoryEntry)] {
        try inOneState {
            let lookup = try AdvisoryLookup(connection)
            var rows = try connection.prepare(
                "SELECT package FROM advisory_digest WHERE digest = ?1 AND algorithm = ?2")
            var packages = try connection.prepare(
                "SELECT \(AdvisoryPackageRow.columns) FROM advisory_package WHERE id = ?1")
            var result: [(digest: ContentDigest, entry: AdvisoryEntry)] = []
            for digest in digests {
                try rows.bind(digest.bytes, at: 1)
                try rows.bind(digest.algorithm.rawValue, at: 2)
                while try rows.step() {
                    try packages.bind(rows.integer(at: 0), at: 1)
                    defer { packages.reset() }
                    guard try packages.step() else { continue }
                    let row = AdvisoryPackageRow(from: packages)
                    guard let package = row.package, let head = try lookup.head(row.advisory) else { continue }
                    result.append(
                        (digest, AdvisoryEntry(advisory: head.advisory, package: package, feed: head.feed)))
                }
            }
            return result
        }
    }

    /// All contents that advisories name: there are far fewer of them than of contents in caches, so that it is quicker
    /// to look whether one of these is there than to ask for each that is.
    package func advisoryDigests() throws(ManifestError) -> Set<ContentDigest> {
        try guarded {
            var rows = try connection.prepare(
                "SELECT DISTINCT algorithm, digest FROM advisory_digest LIMIT \(AdvisoryLimit.entries)")
            var result: Set<ContentDigest> = []
            while try rows.step() {
                guard let algorithm = ContentDigest.Algorithm(rawValue: rows.text(at: 0) ?? ""),
                    let digest = ContentDigest(algorithm, rows.blob(at: 1) ?? [])
                else { continue }
                result.insert(digest)
            }
            return result
        }
    }

    /// How many advisories of each kind are on packages of each ecosystem, older copies included.
    package func advisoryCounts() throws(ManifestError) -> [(ecosystem: String, kind: String, count: Int)] {
        try guarded {
            var rows = try connection.prepare(
                """
                SELECT ecosystem, kind, count(DISTINCT advisory) FROM advisory_package
                JOIN advisory ON advisory.id = advisory GROUP BY ecosystem, kind ORDER BY ecosystem, kind
                """)
            var result: [(ecosystem: String, kind: String, count: Int)] = []
            while try rows.step() {
                result.append((rows.text(at: 0) ?? "", rows.text(at: 1) ?? "", Int(rows.integer(at: 2))))
            }
            return result
        }
    }
}

/// Looks advisories up by their numbers, each once.
private final class AdvisoryLookup {
    typealias Head = (advisory: Advisory, feed: String)

    private var feeds: [Int64: String] = [:]
    private var heads: [Int64: Head?] = [:]
    private var rows: Statement
    private var others: Statement

    init(_ connection: Connection) throws {
        var names = try connection.prepare("SELECT id, name FROM feed")
        while try names.step() { feeds[names.integer(at: 0)] = names.text(at: 1) ?? "" }
        rows = try connection.prepare("SELECT \(AdvisoryRow.columns) FROM advisory WHERE id = ?1")
        // Of two records of one id the one that was changed later counts, whichever feed it came with.
        others = try connection.prepare(
            "SELECT 1 FROM advisory WHERE name = ?1 AND (modified > ?2 OR (modified = ?2 AND id > ?3)) LIMIT 1")
    }

    /// The advisory, where it is in force.
    func head(_ id: Int64) throws -> Head? {
        if let known = heads[id] { return known }
        let found = try read(id)
        heads[id] = .some(found)
        return found
    }

    private func read(_ id: Int64) throws -> Head? {
        try rows.bind(id, at: 1)
        defer { rows.reset() }
        guard try rows.step() else { return nil }
        let row = AdvisoryRow(from: rows)
        if row.advisory.isWithdrawn { return nil }
        try others.bind(row.advisory.id, at: 1)
        try others.bind(row.advisory.modified, at: 2)
        try others.bind(id, at: 3)
        defer { others.reset() }
        if try others.step() { return nil }
        return (row.advisory, feeds[row.feed] ?? "")
    }
}
