internal import Inventory
internal import SQLite

/// A row of `advisory_package`: one package of one advisory.
///
/// ```
///  versions   1.14.1           one a line: no version holds a newline
///             0.30.4
///  ranges     >0               one event a line, its kind before the version (see `AffectedRange.Kind`);
///             <1.2.0           an empty line between two ranges
///
///             >2.0.0
///             =2.1.3
/// ```
struct AdvisoryPackageRow {
    var id: Int64
    var advisory: Int64
    /// As they stand in the table: what says nothing is digested all the same.
    private let ecosystem: String
    private let name: String
    private let versions: String
    private let ranges: String

    static let columns = "id, advisory, ecosystem, name, versions, ranges"
    static let columnCount: Int32 = 6

    /// Digests have a table of their own.
    init(id: Int64, advisory: Int64, package: AffectedPackage) {
        self.id = id
        self.advisory = advisory
        ecosystem = package.name.ecosystem.rawValue
        name = package.name.name
        versions = package.versions.joined(separator: "\n")
        ranges = package.ranges.map { range in
            range.events.map { $0.kind.rawValue + $0.version }.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    init(from row: borrowing Statement) {
        id = row.integer(at: 0)
        advisory = row.integer(at: 1)
        ecosystem = row.text(at: 2) ?? ""
        name = row.text(at: 3) ?? ""
        versions = row.text(at: 4) ?? ""
        ranges = row.text(at: 5) ?? ""
    }

    /// What it says; `nil` where the ecosystem is not known, as after an edit by hand.
    var package: AffectedPackage? {
        guard let ecosystem = Ecosystem(rawValue: ecosystem) else { return nil }
        return AffectedPackage(
            name: PackageName(ecosystem, name), versions: TextLines.parts(versions), ranges: Self.parsed(ranges))
    }

    private static func parsed(_ text: String) -> [AffectedRange] {
        if text.isEmpty { return [] }
        var ranges = [AffectedRange([])]
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if line.isEmpty {
                ranges.append(AffectedRange([]))
                continue
            }
            guard let mark = line.first, let kind = AffectedRange.Kind(rawValue: String(Unicode.Scalar(mark))) else {
                continue
            }
            ranges[ranges.count - 1].events.append(
                AffectedRange.Event(kind, String(Substring(line.dropFirst()))))
        }
        return ranges
    }

    /// The digest of all columns.
    func term(_ digester: inout RowDigester) throws -> ContentSum {
        digester.begin(.advisoryPackage)
        digester.add(id)
        digester.add(advisory)
        for text in [ecosystem, name, versions, ranges] { digester.add(text) }
        return try digester.term()
    }

    /// Binds the columns as parameters from 1.
    func bind(to statement: inout Statement) throws(SQLiteError) {
        try statement.bind(id, at: 1)
        try statement.bind(advisory, at: 2)
        for (index, text) in zip(Int32(3)..., [ecosystem, name, versions, ranges]) {
            try statement.bind(text, at: index)
        }
    }
}

/// A row of `advisory_digest`: a file of a package of an advisory.
struct AdvisoryDigestRow {
    var digest: [UInt8]
    var algorithm: String
    var package: Int64

    static let columns = "digest, algorithm, package"
    static let columnCount: Int32 = 3

    init(_ digest: ContentDigest, package: Int64) {
        self.digest = digest.bytes
        algorithm = digest.algorithm.rawValue
        self.package = package
    }

    init(from row: borrowing Statement) {
        digest = row.blob(at: 0) ?? []
        algorithm = row.text(at: 1) ?? ""
        package = row.integer(at: 2)
    }

    /// The digest of all columns.
    func term(_ digester: inout RowDigester) throws -> ContentSum {
        digester.begin(.advisoryDigest)
        digester.add(digest)
        digester.add(algorithm)
        digester.add(package)
        return try digester.term()
    }

    /// Binds the columns as parameters from 1.
    func bind(to statement: inout Statement) throws(SQLiteError) {
        try statement.bind(digest, at: 1)
        try statement.bind(algorithm, at: 2)
        try statement.bind(package, at: 3)
    }
}
