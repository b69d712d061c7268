internal import Inventory
internal import SQLite

/// A row of `finding`: a finding of the last audit of a cache.
struct FindingRow: ListedRow {
    /// What makes a finding of two audits the same one. Its severity is not part of that: a rule may be given another.
    struct Key: Hashable {
        private var cache: CacheName
        private var rule: String
        private var path: ByteString
        private var purl: String?

        init(_ finding: KeptFinding) {
            cache = CacheName(root: finding.root, cache: finding.cache, record: finding.record)
            rule = finding.rule
            path = finding.path
            purl = finding.purl
        }
    }

    var id: Int64
    /// The first of the scans since that found it, without a break.
    var scan: Int64
    var finding: KeptFinding

    static let tag = RowTag.finding
    static let columns = "id, scan, root, mount_id, record, rule, severity, path, purl"
    static let columnCount: Int32 = 9

    init(id: Int64, scan: Int64, _ finding: KeptFinding) {
        self.id = id
        self.scan = scan
        self.finding = finding
    }

    init(from row: borrowing Statement) {
        id = row.integer(at: 0)
        scan = row.integer(at: 1)
        finding = KeptFinding(
            root: ByteString(row.blob(at: 2) ?? []), cache: ByteString(row.blob(at: 3) ?? []),
            record: row.text(at: 4) ?? "", rule: row.text(at: 5) ?? "",
            severity: Severity(rawValue: row.text(at: 6) ?? "") ?? .critical, path: ByteString(row.blob(at: 7) ?? []),
            purl: row.isNull(at: 8) ? nil : row.text(at: 8))
    }

    var values: [ColumnValue] {
        [
            .integer(id), .integer(scan), .bytes(finding.root.bytes), .bytes(finding.cache.bytes),
            .text(finding.record), .text(finding.rule), .text(finding.severity.rawValue),
            .bytes(finding.path.bytes), .text(finding.purl),
        ]
    }
}
