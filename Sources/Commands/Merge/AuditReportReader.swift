package import Bytes
import Inventory

/// Reads a report of an audit (`bezoar.audit/1`, or `bezoar.audit-line/1`) token by token and keeps what was asked for.
///
/// ```
///  {"schema":"bezoar.audit/1","tool":{…},"host":…,"started":…,"finished":…,…
///   "caches":[{"root":…}],"artifacts":[{…}],"findings":[{…}],"incomplete":[{…}],"summary":{…}}
///
///  {"type":"audit","schema":"bezoar.audit-line/1","host":…,"started":…}
///  {"type":"cache",…} {"type":"artifact",…} {"type":"finding",…} {"type":"incomplete",…}
///  {"type":"summary","finished":…,…}
/// ```
/// Reports come from other hosts, one of which may be in other hands: nothing but the size of the file and the limits
/// below bounds what stands in it. Members that are not known are passed over, as newer versions may add some.
package struct AuditReportReader {
    /// What a report may ask for.
    package enum Limit {
        /// Bytes of a file.
        package static let size = 256 << 20
        /// Objects and arrays inside one another; a report has eleven.
        static let nesting = 64
        /// Bytes of a text that is kept: paths have at most 4096, three times as many with escapes.
        static let text = 16 << 10
        /// Bytes of a host's name; the kernel takes 64, names of the domain system have 253.
        static let host = 255
        /// The largest number of anything: sums over all hosts must fit.
        static let count: Int64 = 1 << 40
        /// Bytes of a key at the top.
        static let key = 64
        /// Hits of one report that are listed.
        static let hits = 100_000
    }

    /// Which member of a report is an object or an array of its own.
    enum Part: String, CaseIterable {
        case caches, artifacts, findings, incomplete, summary
    }

    static let limits = JSONLimits(size: Limit.size, nesting: Limit.nesting, loneSurrogates: .replaced)

    let matcher: MergeMatcher
    var result = MergedAudit()
    /// State roots of the caches, in their order.
    var roots: [ByteString] = []
    var told: Set<Place> = []
    /// Keys at the top.
    private var keys: Set<[UInt8]> = []
    private var schema: String?
    private var hasStarted = false
    private var hasFinished = false
    private var hasSummary = false
    var unlistedPackages = 0
    var unlistedFindings = 0
    var isInDoubt = false

    /// One place of one question.
    struct Place: Hashable {
        var question: Int
        var cache: ByteString
        var root: ByteString
        var path: ByteString
    }

    private init(_ matcher: MergeMatcher) {
        self.matcher = matcher
    }

    /// Reads a whole report.
    package static func read(_ bytes: [UInt8], for questions: [MergeQuestion]) throws(ParseError) -> MergedAudit {
        try read(bytes, MergeMatcher(questions))
    }

    /// The same with questions that were taken apart before.
    static func read(_ bytes: [UInt8], _ matcher: MergeMatcher) throws(ParseError) -> MergedAudit {
        var reader = AuditReportReader(matcher)
        if isLines(bytes) {
            try reader.readLines(bytes)
        } else {
            try reader.readDocument(bytes.span)
        }
        return try reader.finished(bytes.span)
    }

    /// Whether a first line is an object of its own, with more behind it.
    private static func isLines(_ bytes: [UInt8]) -> Bool {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")), end > 1 else { return false }
        let last = bytes[..<end].last { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: " ") }
        return bytes.first == UInt8(ascii: "{") && last == UInt8(ascii: "}")
            && bytes[end...].contains(UInt8(ascii: "{"))
    }

    private mutating func readDocument(_ bytes: Span<UInt8>) throws(ParseError) {
        var scanner = try JSONScanner(bytes, limits: Self.limits)
        guard try scanner.next() == .beginObject else { throw Self.fail("a report of an audit is expected", scanner) }
        while try scanner.next() == .key {
            try noteKey(scanner)
            if let part = Part.allCases.first(where: { scanner.tokenIs(Self.names[$0] ?? "") }) {
                try read(part, &scanner)
            } else {
                try readHead(&scanner)
            }
        }
        guard try scanner.next() == .end else { throw Self.fail("the end of the report is expected", scanner) }
    }

    /// Fails where a key stands twice: others could take the first for what it says, and this reader the second.
    private mutating func noteKey(_ scanner: borrowing JSONScanner) throws(ParseError) {
        guard scanner.token.length <= Limit.key, keys.insert(scanner.decodedToken()).inserted else {
            throw Self.fail("a key stands twice, or is none of a report", scanner)
        }
    }

    private static let names: [Part: JSONName] = Dictionary(
        uniqueKeysWithValues: Part.allCases.map { ($0, JSONName($0.rawValue)) })

    private mutating func read(_ part: Part, _ scanner: inout JSONScanner) throws(ParseError) {
        if part == .summary {
            guard try scanner.next() == .beginObject else { throw Self.fail("`summary` is no object", scanner) }
            return try readSummary(&scanner)
        }
        guard try scanner.next() == .beginArray else { throw Self.fail("`\(part.rawValue)` is no array", scanner) }
        while true {
            switch try scanner.next() {
            case .endArray: return
            case .beginObject: try readElement(of: part, &scanner)
            default: throw Self.fail("`\(part.rawValue)` holds something that is no object", scanner)
            }
        }
    }

    private mutating func readElement(of part: Part, _ scanner: inout JSONScanner) throws(ParseError) {
        switch part {
        case .caches: try readCache(&scanner)
        case .artifacts: try readArtifact(&scanner)
        case .findings: try readFinding(&scanner)
        case .incomplete: try readTrouble(&scanner)
        case .summary: try readSummary(&scanner)
        }
    }

    // MARK: Lines

    private static let lineTypes: [(name: JSONName, part: Part?)] = [
        ("artifact", .artifacts), ("cache", .caches), ("finding", .findings), ("incomplete", .incomplete),
        ("summary", .summary), ("audit", nil),
    ]

    /// Each line on its own; the type of each stands first in it, as it is written.
    private mutating func readLines(_ bytes: [UInt8]) throws(ParseError) {
        var number = 0
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            number += 1
            do throws(ParseError) {
                if end > start { try readLine(bytes.span.extracting(start..<end)) }
            } catch {
                var moved = error
                moved.offset += start
                moved.position?.line += number - 1
                throw moved
            }
            start = end + 1
        }
    }

    private mutating func readLine(_ line: Span<UInt8>) throws(ParseError) {
        var scanner = try JSONScanner(line, limits: Self.limits)
        guard try scanner.next() == .beginObject, try scanner.next() == .key, scanner.tokenIs("type"),
            try scanner.next() == .string
        else { throw Self.fail("a line begins with its `type`", scanner) }
        if let type = Self.lineTypes.first(where: { scanner.tokenIs($0.name) }) {
            if let part = type.part {
                try readElement(of: part, &scanner)
            } else {
                while try scanner.next() == .key { try readHead(&scanner) }
            }
        } else {
            while try scanner.next() == .key { try scanner.skipValue() }
        }
        guard try scanner.next() == .end else { throw Self.fail("the end of the line is expected", scanner) }
    }

    // MARK: Head and end

    /// The value of a key that stands at the top.
    mutating func readHead(_ scanner: inout JSONScanner) throws(ParseError) {
        if scanner.tokenIs("schema") {
            schema = try Self.text("schema", &scanner)
            guard let schema, schema == "bezoar.audit/1" || schema == "bezoar.audit-line/1" else {
                throw Self.fail(
                    "it is no report of an audit, but \(Quotation.text(Array((schema ?? "").utf8)))", scanner)
            }
        } else if scanner.tokenIs("host") {
            guard let host = try Self.bytes("host", &scanner), !host.isEmpty, host.count <= Limit.host else {
                throw Self.fail("`host` is no name of 1 to \(Limit.host) bytes", scanner)
            }
            result.host = ByteString(host)
        } else if scanner.tokenIs("started") {
            result.audit.started = try Self.moment("started", &scanner)
            hasStarted = true
        } else if scanner.tokenIs("finished") {
            result.audit.finished = try Self.moment("finished", &scanner)
            hasFinished = true
        } else if scanner.tokenIs("tool") {
            guard try scanner.next() == .beginObject else { throw Self.fail("`tool` is no object", scanner) }
            while try scanner.next() == .key {
                if scanner.tokenIs("version") {
                    result.audit.version = try Self.text("version", &scanner) ?? ""
                } else {
                    try scanner.skipValue()
                }
            }
        } else {
            try scanner.skipValue()
        }
    }

    /// Notes that the sums were read: they stand last, so a report without them was cut off.
    mutating func noteSummary() {
        hasSummary = true
    }

    private func finished(_ bytes: Span<UInt8>) throws(ParseError) -> MergedAudit {
        let needed = [
            (schema != nil, "schema"), (!result.host.isEmpty, "host"), (hasStarted, "started"),
            (hasFinished, "finished"), (hasSummary, "summary"),
        ]
        if let missing = needed.first(where: { !$0.0 }) {
            var locator = TextLocator()
            throw ParseError(
                format: Self.format, reason: "`\(missing.1)` is missing: it is no report of an audit, or was cut off",
                offset: bytes.count, position: locator.locate(bytes.count, in: bytes))
        }
        var result = result
        if isInDoubt || unlistedPackages > 0 || (unlistedFindings > 0 && matcher.asksFindings) {
            result.audit.isComplete = false
        }
        return result
    }
}
