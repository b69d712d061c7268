package import Bytes
import Inventory

/// Reads one record of an advisory database in the OSV format.
///
/// ```
///   {"schema_version": "1.7.4", "id": "MAL-2026-1", "modified": "2026-09-04T00:47:46Z", "withdrawn": …,
///    "summary": "…", "aliases": ["GHSA-…"], "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/…"}],
///    "affected": [                                                                        OSVAffected reads these
///      {"package": {"ecosystem": "npm", "name": "axios"},
///       "versions": ["1.14.1"],
///       "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "1.14.2"}]}],
///       "database_specific": {"indicators": {"package_integrity": [{"hashes": {"sha256": "…"}}]}}}],
///    "database_specific": {"type": "malware", "cwe_ids": ["CWE-506"]}}
/// ```
/// The digests in `malicious-packages-origins` are those of reports, not of packages: they are passed over.
///
/// Gone through once, without a tree in memory; the long texts are never copied. What is not understood is an error
/// of the whole record, which its reader counts and names.
package enum OSVReader {
    /// Name of the format in errors.
    package static let format = "OSV"

    /// Bounds of one record; the largest known have a tenth.
    package enum Limit {
        /// Bytes.
        package static let size = 16 << 20
        /// Objects and arrays inside one another.
        package static let nesting = 64
        /// Packages.
        package static let packages = 20_000
        /// Versions over all packages.
        package static let versions = 200_000
        /// Events over all ranges.
        package static let events = 100_000
        /// Digests over all packages.
        package static let digests = 20_000
        /// Names in other databases.
        package static let aliases = 1_000
        /// Bytes of an id, a version or a severity.
        package static let text = 1_024
        /// Characters that are kept of the summary.
        package static let summary = 300
    }

    /// The one version of the format that is known: records of a later one may mean something else by the same words.
    private static let knownMajor = "1"
    private static let limits = JSONLimits(size: Limit.size, nesting: Limit.nesting, loneSurrogates: .replaced)
    /// "Embedded malicious code", the weakness that databases give to malware.
    static let malwareWeakness: JSONName = "CWE-506"
    private static let malwareWord: JSONName = "malware"

    private enum Field: Int, OSVFields {
        case schemaVersion, id, modified, published, withdrawn, aliases, summary, severity, affected, own

        static let keys: [JSONName] = [
            "schema_version", "id", "modified", "published", "withdrawn", "aliases", "summary", "severity", "affected",
            "database_specific",
        ]
    }

    private enum OwnField: Int, OSVFields {
        case type, severity, weaknesses

        static let keys: [JSONName] = ["type", "severity", "cwe_ids"]
    }

    private enum SeverityField: Int, OSVFields {
        case score

        static let keys: [JSONName] = ["score"]
    }

    /// What was gathered so far.
    private struct Draft {
        var schemaVersion = "1.0.0"
        var id: String?
        var modified: String?
        var published: String?
        var withdrawn: String?
        var aliases: [String] = []
        var summary = ""
        var severity: String?
        var ownSeverity: String?
        var isMalware = false
        var affected = OSVAffected()
    }

    /// Reads a record.
    package static func read(_ bytes: Span<UInt8>) throws(ParseError) -> OSVRecord {
        var scanner = try JSONScanner(bytes, limits: limits)
        guard try scanner.next() == .beginObject else {
            throw OSVScan.fail("an object is expected", scanner)
        }
        var draft = Draft()
        var seen = OSVSeen()
        while let field = try OSVScan.field(Field.self, &seen, &scanner) { try read(field, &scanner, into: &draft) }
        guard try scanner.next() == .end else { throw OSVScan.fail("something follows the record", scanner) }
        return try finish(draft, scanner)
    }

    private static func read(
        _ field: Field, _ scanner: inout JSONScanner, into draft: inout Draft
    ) throws(ParseError) {
        switch field {
        case .schemaVersion: draft.schemaVersion = try OSVScan.text("schema_version", &scanner) ?? draft.schemaVersion
        case .id: draft.id = try OSVScan.text("id", &scanner)
        case .modified: draft.modified = try OSVScan.text("modified", &scanner)
        case .published: draft.published = try OSVScan.text("published", &scanner)
        case .withdrawn: draft.withdrawn = try OSVScan.text("withdrawn", &scanner)
        case .aliases: draft.aliases = try OSVScan.texts("aliases", limit: Limit.aliases, &scanner)
        case .summary:
            let text = try OSVScan.text("summary", &scanner) ?? ""
            draft.summary = String(String.UnicodeScalarView(text.unicodeScalars.prefix(Limit.summary)))
        case .severity: try readSeverity(&scanner, into: &draft)
        case .affected: try draft.affected.read(&scanner)
        case .own: try readOwn(&scanner, into: &draft)
        }
    }

    /// The last of the scores: databases put the newest kind of score there.
    private static func readSeverity(
        _ scanner: inout JSONScanner, into draft: inout Draft
    ) throws(ParseError) {
        guard try OSVScan.opensArray("severity", &scanner) else { return }
        while try OSVScan.nextObject("severity", &scanner) {
            var seen = OSVSeen()
            while try OSVScan.field(SeverityField.self, &seen, &scanner) != nil {
                draft.severity = try OSVScan.text("severity.score", &scanner) ?? draft.severity
            }
        }
    }

    private static func readOwn(_ scanner: inout JSONScanner, into draft: inout Draft) throws(ParseError) {
        guard try OSVScan.mayOpenObject(&scanner) else { return }
        var seen = OSVSeen()
        while let field = try OSVScan.field(OwnField.self, &seen, &scanner) {
            switch field {
            case .type: if try OSVScan.isText(&scanner), scanner.tokenIs(malwareWord) { draft.isMalware = true }
            case .severity: if try OSVScan.isText(&scanner) { draft.ownSeverity = scanner.text() }
            case .weaknesses:
                guard try OSVScan.mayOpenArray(&scanner) else { break }
                while try OSVScan.next(.string, &scanner) {
                    if scanner.tokenIs(malwareWeakness) { draft.isMalware = true }
                }
            }
        }
    }

    private static func finish(
        _ draft: Draft, _ scanner: borrowing JSONScanner
    ) throws(ParseError) -> OSVRecord {
        guard draft.schemaVersion.split(separator: ".").first.map(String.init) == knownMajor else {
            throw OSVScan.fail("its schema_version \(Quoted(draft.schemaVersion)) is not known here", scanner)
        }
        guard let id = draft.id, isWord(id) else { throw OSVScan.fail("it has no `id`", scanner) }
        guard let text = draft.modified, let modified = InternetTime.nanoseconds(text) else {
            throw OSVScan.fail("`modified`: a time such as 2026-09-04T00:47:46Z is expected", scanner)
        }
        let severity = draft.severity ?? draft.ownSeverity
        guard draft.aliases.allSatisfy(isWord), severity.map(isWord) ?? true else {
            throw OSVScan.fail("an alias or a severity is empty, too long or holds control characters", scanner)
        }
        var affected = draft.affected
        let isMalware =
            draft.isMalware || affected.isMalware || id.hasPrefix("MAL-")
            || draft.aliases.contains { $0.hasPrefix("MAL-") }
        // What was taken back is kept as a name and a time, so that an older copy of it does not come into force.
        let isWithdrawn = draft.withdrawn != nil
        if isWithdrawn { affected = OSVAffected() }
        let advisory = Advisory(
            id: id, aliases: draft.aliases, modified: modified,
            published: draft.published.flatMap { InternetTime.nanoseconds($0) }, isWithdrawn: isWithdrawn,
            kind: isMalware ? .malware : .vulnerability, summary: draft.summary, severity: severity,
            packages: affected.packages)
        return OSVRecord(
            advisory: advisory, otherPackages: affected.otherPackages, gitRanges: affected.gitRanges,
            silentPackages: affected.silentPackages)
    }

    /// Whether a text may be an id or a version.
    static func isWord(_ text: String) -> Bool { text.utf8.count <= Limit.text && AdvisoryName.isPlain(text) }
}
