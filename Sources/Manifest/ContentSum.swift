/// A sum of digests: the order of the terms does not matter, and one can be taken out again.
///
/// The sum tells whether a set of rows is the one that was written, without reading them in any order and without
/// rewriting anything when a row is added. It notices each edit by hand; somebody who knows this file and can write
/// the database can make it fit again, which is what signed exports are for.
struct ContentSum: Equatable, Sendable {
    private var lanes: (UInt64, UInt64, UInt64, UInt64)

    /// The sum of nothing.
    init() {
        lanes = (0, 0, 0, 0)
    }

    /// The sum of one digest.
    init(_ digest: [32 of UInt8]) {
        lanes = (
            Self.lane(digest, 0), Self.lane(digest, 8), Self.lane(digest, 16), Self.lane(digest, 24)
        )
    }

    /// Reads 32 bytes beginning at `offset`; the caller made sure of the length.
    init(_ bytes: [UInt8], at offset: Int) {
        self.init([32 of UInt8] { bytes[offset + $0] })
    }

    /// 32 bytes, each lane with its low byte first.
    var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(32)
        for lane in [lanes.0, lanes.1, lanes.2, lanes.3] {
            for shift in 0..<8 { result.append(UInt8(truncatingIfNeeded: lane >> UInt64(8 * shift))) }
        }
        return result
    }

    static func += (left: inout ContentSum, right: ContentSum) {
        left.lanes.0 &+= right.lanes.0
        left.lanes.1 &+= right.lanes.1
        left.lanes.2 &+= right.lanes.2
        left.lanes.3 &+= right.lanes.3
    }

    static func -= (left: inout ContentSum, right: ContentSum) {
        left.lanes.0 &-= right.lanes.0
        left.lanes.1 &-= right.lanes.1
        left.lanes.2 &-= right.lanes.2
        left.lanes.3 &-= right.lanes.3
    }

    static func == (left: ContentSum, right: ContentSum) -> Bool {
        left.lanes == right.lanes
    }

    private static func lane(_ digest: [32 of UInt8], _ offset: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in 0..<8 { value |= UInt64(digest[offset + index]) << UInt64(8 * index) }
        return value
    }
}

/// The tables that are summed, each on its own, so that a mismatch names its table. Raw values stand in the
/// database; do not renumber.
enum SummedTable: Int, CaseIterable, Sendable {
    case file = 0
    case cache, scan, scanCache, sighting, baseline, baselineCache, baselineFile
    case build, buildMount, buildNote
    case lockfile, pin
    case artifact, indexTag, fileDigest
    case purge, purgeStep, receipt, tombstone, finding
    case feed, advisory, advisoryPackage, advisoryDigest
    case removal

    /// Tables of the first format.
    static let first = 8

    /// The table's name.
    var name: String {
        switch self {
        case .file: "file"
        case .cache: "cache"
        case .scan: "scan"
        case .scanCache: "scan_cache"
        case .sighting: "sighting"
        case .baseline: "baseline"
        case .baselineCache: "baseline_cache"
        case .baselineFile: "baseline_file"
        case .build: "build"
        case .buildMount: "build_mount"
        case .buildNote: "build_note"
        case .lockfile: "lockfile"
        case .pin: "pin"
        case .artifact: "artifact"
        case .indexTag: "index_tag"
        case .fileDigest: "file_digest"
        case .purge: "purge"
        case .purgeStep: "purge_step"
        case .receipt: "receipt"
        case .tombstone: "tombstone"
        case .finding: "finding"
        case .feed: "feed"
        case .advisory: "advisory"
        case .advisoryPackage: "advisory_package"
        case .advisoryDigest: "advisory_digest"
        case .removal: "removal"
        }
    }
}

/// One sum per table.
struct TableSums: Equatable, Sendable {
    private var sums: [ContentSum]

    init() {
        sums = Array(repeating: ContentSum(), count: SummedTable.allCases.count)
    }

    /// Reads what `bytes` wrote; `nil` for any other length.
    init?(_ bytes: [UInt8]) {
        let tables = SummedTable.allCases.count
        let (count, rest) = bytes.count.quotientAndRemainder(dividingBy: 32)
        guard rest == 0, count >= SummedTable.first, count <= tables else { return nil }
        sums = (0..<tables).map { $0 < count ? ContentSum(bytes, at: 32 * $0) : ContentSum() }
    }

    subscript(table: SummedTable) -> ContentSum {
        get { sums[table.rawValue] }
        set { sums[table.rawValue] = newValue }
    }

    /// All sums, 32 bytes each. Empty tables of later formats at the end are left out: a manifest that is brought up
    /// to date keeps the bytes that its seal was made over.
    var bytes: [UInt8] {
        let last = sums.lastIndex { $0 != ContentSum() } ?? 0
        return sums[...max(last, SummedTable.first - 1)].flatMap(\.bytes)
    }
}
