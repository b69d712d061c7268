import Bytes
import Inventory

/// The packages that a record names, as they are gathered while it is read; see `OSVReader` for a picture.
struct OSVAffected {
    private(set) var packages: [AffectedPackage] = []
    private(set) var otherPackages = 0
    private(set) var gitRanges = 0
    private(set) var silentPackages = 0
    /// Whether a package is said to be malicious itself.
    private(set) var isMalware = false
    private var count = 0
    private var versions = 0
    private var events = 0
    private var digests = 0

    private enum Field: Int, OSVFields {
        case package, versions, ranges, own

        static let keys: [JSONName] = ["package", "versions", "ranges", "database_specific"]
    }

    private enum PackageField: Int, OSVFields {
        case ecosystem, name

        static let keys: [JSONName] = ["ecosystem", "name"]
    }

    private enum RangeField: Int, OSVFields {
        case type, events

        static let keys: [JSONName] = ["type", "events"]
    }

    private enum EventField: Int, OSVFields {
        case introduced, fixed, lastAffected, limit

        static let keys: [JSONName] = ["introduced", "fixed", "last_affected", "limit"]

        var kind: AffectedRange.Kind {
            switch self {
            case .introduced: .introduced
            case .fixed: .fixed
            case .lastAffected: .lastAffected
            case .limit: .limit
            }
        }
    }

    private enum OwnField: Int, OSVFields {
        case indicators, weaknesses

        static let keys: [JSONName] = ["indicators", "cwes"]
    }

    private enum IndicatorField: Int, OSVFields {
        case integrity

        static let keys: [JSONName] = ["package_integrity"]
    }

    private enum IntegrityField: Int, OSVFields {
        case hashes

        static let keys: [JSONName] = ["hashes"]
    }

    /// The algorithms by which caches name or check contents; MD5 is none of them.
    private enum HashField: Int, OSVFields {
        case sha256, sha512, sha1, blake2b

        static let keys: [JSONName] = ["sha256", "sha512", "sha1", "blake2b_256"]

        var algorithm: ContentDigest.Algorithm {
            switch self {
            case .sha256: .sha256
            case .sha512: .sha512
            case .sha1: .sha1
            case .blake2b: .blake2b256
            }
        }
    }

    private enum WeaknessField: Int, OSVFields {
        case id

        static let keys: [JSONName] = ["cweId"]
    }

    /// One entry while it is read.
    private struct Draft {
        var ecosystem: String?
        var name: String?
        var versions: [String] = []
        var ranges: [AffectedRange] = []
        var digests: [ContentDigest] = []
    }

    /// Reads the array.
    mutating func read(_ scanner: inout JSONScanner) throws(ParseError) {
        guard try OSVScan.opensArray("affected", &scanner) else { return }
        while try OSVScan.nextObject("affected", &scanner) {
            count += 1
            guard count <= OSVReader.Limit.packages else {
                throw OSVScan.fail("affected: more than \(OSVReader.Limit.packages) packages", scanner)
            }
            var draft = Draft()
            var seen = OSVSeen()
            while let field = try OSVScan.field(Field.self, &seen, &scanner) {
                switch field {
                case .package: try Self.readName(&scanner, into: &draft)
                case .versions:
                    let limit = OSVReader.Limit.versions - versions
                    draft.versions = try OSVScan.texts("versions", limit: limit, &scanner)
                    versions += draft.versions.count
                case .ranges: try readRanges(&scanner, into: &draft)
                case .own: try readOwn(&scanner, into: &draft)
                }
            }
            try finish(draft, scanner)
        }
    }

    private static func readName(_ scanner: inout JSONScanner, into draft: inout Draft) throws(ParseError) {
        guard try OSVScan.opensObject("package", &scanner) else { return }
        var seen = OSVSeen()
        while let field = try OSVScan.field(PackageField.self, &seen, &scanner) {
            switch field {
            case .ecosystem: draft.ecosystem = try OSVScan.text("package.ecosystem", &scanner)
            case .name: draft.name = try OSVScan.text("package.name", &scanner)
            }
        }
    }

    private mutating func readRanges(_ scanner: inout JSONScanner, into draft: inout Draft) throws(ParseError) {
        guard try OSVScan.opensArray("ranges", &scanner) else { return }
        while try OSVScan.nextObject("ranges", &scanner) {
            var type = ""
            var range = AffectedRange([])
            var seen = OSVSeen()
            while let field = try OSVScan.field(RangeField.self, &seen, &scanner) {
                switch field {
                case .type: type = try OSVScan.text("ranges.type", &scanner) ?? ""
                case .events: range.events = try readEvents(&scanner)
                }
            }
            switch type {
            case "GIT": gitRanges += 1
            case "SEMVER", "ECOSYSTEM":
                guard range.events.contains(where: { $0.kind == .introduced }) else {
                    throw OSVScan.fail("ranges: one has no `introduced`", scanner)
                }
                draft.ranges.append(range)
            default: throw OSVScan.fail("ranges: the type \(Quoted(type)) is not known here", scanner)
            }
        }
    }

    private mutating func readEvents(_ scanner: inout JSONScanner) throws(ParseError) -> [AffectedRange.Event] {
        guard try OSVScan.opensArray("events", &scanner) else { return [] }
        var found: [AffectedRange.Event] = []
        while try OSVScan.nextObject("events", &scanner) {
            let before = found.count
            var seen = OSVSeen()
            while let field = try OSVScan.field(EventField.self, &seen, &scanner) {
                guard let version = try OSVScan.text("events", &scanner) else { continue }
                guard OSVReader.isWord(version) else {
                    throw OSVScan.fail("events: a version is empty, too long or holds control characters", scanner)
                }
                found.append(AffectedRange.Event(field.kind, version))
            }
            // The schema forbids it, and readers differ on which of the two they see.
            guard found.count <= before + 1 else { throw OSVScan.fail("events: one says two things", scanner) }
            events += 1
            guard events <= OSVReader.Limit.events else {
                throw OSVScan.fail("events: more than \(OSVReader.Limit.events) of them", scanner)
            }
        }
        return found
    }

    private mutating func readOwn(_ scanner: inout JSONScanner, into draft: inout Draft) throws(ParseError) {
        guard try OSVScan.mayOpenObject(&scanner) else { return }
        var seen = OSVSeen()
        while let field = try OSVScan.field(OwnField.self, &seen, &scanner) {
            switch field {
            case .indicators:
                guard try OSVScan.mayOpenObject(&scanner) else { break }
                var seen = OSVSeen()
                while try OSVScan.field(IndicatorField.self, &seen, &scanner) != nil {
                    draft.digests += try readIntegrity(&scanner)
                }
            case .weaknesses:
                guard try OSVScan.mayOpenArray(&scanner) else { break }
                while try OSVScan.next(.beginObject, &scanner) { try readWeakness(&scanner) }
            }
        }
    }

    private mutating func readWeakness(_ scanner: inout JSONScanner) throws(ParseError) {
        var seen = OSVSeen()
        while try OSVScan.field(WeaknessField.self, &seen, &scanner) != nil {
            if try OSVScan.isText(&scanner), scanner.tokenIs(OSVReader.malwareWeakness) { isMalware = true }
        }
    }

    private mutating func readIntegrity(_ scanner: inout JSONScanner) throws(ParseError) -> [ContentDigest] {
        guard try OSVScan.mayOpenArray(&scanner) else { return [] }
        var found: [ContentDigest] = []
        while try OSVScan.next(.beginObject, &scanner) {
            var outer = OSVSeen()
            while try OSVScan.field(IntegrityField.self, &outer, &scanner) != nil {
                guard try OSVScan.mayOpenObject(&scanner) else { continue }
                var seen = OSVSeen()
                while let field = try OSVScan.field(HashField.self, &seen, &scanner) {
                    guard try OSVScan.isText(&scanner) else { continue }
                    guard let digest = DigestText.hex(field.algorithm, scanner.text()) else {
                        throw OSVScan.fail("a digest does not have the form of its algorithm", scanner)
                    }
                    found.append(digest)
                }
            }
        }
        digests += found.count
        guard digests <= OSVReader.Limit.digests else { throw OSVScan.fail("there are too many digests", scanner) }
        return found
    }

    private mutating func finish(_ draft: Draft, _ scanner: borrowing JSONScanner) throws(ParseError) {
        guard draft.versions.allSatisfy(OSVReader.isWord) else {
            throw OSVScan.fail("versions: one is empty, too long or holds control characters", scanner)
        }
        guard let word = draft.ecosystem, let name = draft.name else {
            // Records of repositories without packages have commits only.
            otherPackages += 1
            return
        }
        guard let ecosystem = AdvisoryName.ecosystem(word) else {
            otherPackages += 1
            return
        }
        guard let package = AdvisoryName.normalized(ecosystem, name) else {
            throw OSVScan.fail("the name \(Quoted(name)) is none that a package can have", scanner)
        }
        if draft.versions.isEmpty && draft.ranges.isEmpty && draft.digests.isEmpty { silentPackages += 1 }
        packages.append(
            AffectedPackage(name: package, versions: draft.versions, ranges: draft.ranges, digests: draft.digests))
    }
}
