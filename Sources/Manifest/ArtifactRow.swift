internal import Inventory
internal import SQLite

/// A row of `artifact`: one package file of one cache, valid from the scan that first saw it to the last that did.
struct ArtifactRow: ListedRow {
    /// All that makes it another one when it differs.
    struct Key: Hashable {
        var cache: Int64
        var ecosystem: String
        var kind: String
        var name: String
        var version: String
        var file: String
        var path: [UInt8]
        /// See `DigestColumn`.
        var digests: String

        init(cache: Int64, _ artifact: Artifact) {
            self.cache = cache
            ecosystem = artifact.ecosystem.rawValue
            kind = artifact.kind.rawValue
            name = artifact.name
            version = artifact.version
            file = artifact.file
            path = artifact.path.bytes
            digests = DigestColumn.text(artifact.digests)
        }

        fileprivate init(from row: borrowing Statement) {
            cache = row.integer(at: 1)
            ecosystem = row.text(at: 4) ?? ""
            kind = row.text(at: 5) ?? ""
            name = row.text(at: 6) ?? ""
            version = row.text(at: 7) ?? ""
            file = row.text(at: 8) ?? ""
            path = row.blob(at: 9) ?? []
            digests = row.text(at: 10) ?? ""
        }

        /// The path alone: hardly two artifacts lie at one, and all parts together are long.
        func hash(into hasher: inout Hasher) {
            hasher.combine(cache)
            hasher.combine(ByteString(path))
        }

        /// Bytes of the longest part. Names are chosen by whoever writes the cache.
        var longest: Int {
            max(name.utf8.count, version.utf8.count, file.utf8.count, path.count)
        }
    }

    var id: Int64
    var key: Key
    var firstScan: Int64
    /// `nil` while it is there.
    var lastScan: Int64?
    var verdict: String

    static let tag = RowTag.artifact
    static let columns = """
        id, cache, first_scan, last_scan, ecosystem, kind, name, version, file, path, digests, verdict
        """
    static let columnCount: Int32 = 12

    init(id: Int64, key: Key, firstScan: Int64, verdict: Verdict) {
        self.id = id
        self.key = key
        self.firstScan = firstScan
        self.verdict = verdict.rawValue
    }

    init(from row: borrowing Statement) {
        id = row.integer(at: 0)
        key = Key(from: row)
        firstScan = row.integer(at: 2)
        lastScan = row.isNull(at: 3) ? nil : row.integer(at: 3)
        verdict = row.text(at: 11) ?? ""
    }

    /// What it says; `nil` where a word is not known, as after an edit by hand.
    func known(cache: ByteString, first: Int64, seen: Int64) -> KnownArtifact? {
        guard let ecosystem = Ecosystem(rawValue: key.ecosystem), let kind = Artifact.Kind(rawValue: key.kind) else {
            return nil
        }
        var known = KnownArtifact(
            ecosystem: ecosystem, name: key.name, version: key.version, file: key.file,
            digests: DigestColumn.digests(key.digests), cache: cache, seen: seen)
        known.kind = kind
        known.path = ByteString(key.path)
        known.verdict = Verdict(rawValue: verdict) ?? .unknown
        known.first = first
        known.isPresent = lastScan == nil
        return known
    }

    var values: [ColumnValue] {
        [
            .integer(id), .integer(key.cache), .integer(firstScan), .integer(lastScan), .text(key.ecosystem),
            .text(key.kind), .text(key.name), .text(key.version), .text(key.file), .bytes(key.path),
            .text(key.digests), .text(verdict),
        ]
    }
}
