import Bytes
import Inventory

/// A registry's document about one package: all its versions, and which one has which name.
///
/// ```
///   {"name": "leftish",
///    "dist-tags": {"latest": "1.1.0"},
///    "versions": {"1.1.0": {"name", "version", "dependencies",
///                           "dist": {"integrity", "shasum", "tarball"}}},
///    "time": {"created", "modified", "1.1.0"}}         only in the full form
/// ```
/// Nothing in it is verified by any client. It is gone through once; a version keeps only where it stands.
struct Packument {
    /// One version.
    struct Version {
        /// The key in `versions`, and what the version says of itself.
        var key: String
        var name: String?
        var version: String?
        var integrity: [ContentDigest] = []
        var shasum: ContentDigest?
        var tarball: [UInt8]?
        /// Its bytes in the document.
        var place: Range<Int> = 0..<0

        /// What a client compares the archive with.
        var digests: [ContentDigest] { integrity.isEmpty ? shasum.map { [$0] } ?? [] : integrity }
    }

    /// As the document has them.
    private(set) var name: String?
    private(set) var tags: [(tag: String, version: String)] = []
    private(set) var versions: [Version] = []
    /// Versions that have a time; `nil` where the document has no times.
    private(set) var times: Set<[UInt8]>?
    /// Whether it has a table of versions at all.
    private(set) var hasVersions = false

    private static let nameKey: JSONName = "name"
    private static let tagsKey: JSONName = "dist-tags"
    private static let versionsKey: JSONName = "versions"
    private static let timeKey: JSONName = "time"
    private static let versionKey: JSONName = "version"
    private static let distKey: JSONName = "dist"
    private static let integrityKey: JSONName = "integrity"
    private static let shasumKey: JSONName = "shasum"
    private static let tarballKey: JSONName = "tarball"

    /// Versions and tags of one document.
    static let versionLimit = 200_000
    static let limits = JSONLimits(size: NpmCacheLimits.documentSize, loneSurrogates: .replaced)

    /// Reads a document; `nil` where it is no object.
    init?(_ bytes: Span<UInt8>) throws(ParseError) {
        var scanner = try JSONScanner(bytes, limits: Self.limits)
        guard try scanner.next() == .beginObject else { return nil }
        while try scanner.next() == .key {
            if scanner.tokenIs(Self.nameKey) {
                name = try Self.text(&scanner)
            } else if scanner.tokenIs(Self.tagsKey) {
                try readTags(&scanner)
            } else if scanner.tokenIs(Self.versionsKey) {
                try readVersions(&scanner)
            } else if scanner.tokenIs(Self.timeKey) {
                try readTimes(&scanner)
            } else {
                try scanner.skipValue()
            }
        }
        guard try scanner.next() == .end else { return nil }
    }

    private mutating func readTags(_ scanner: inout JSONScanner) throws(ParseError) {
        guard try Self.opens(&scanner) else { return }
        while try scanner.next() == .key {
            let tag = scanner.text()
            guard let version = try Self.text(&scanner) else { continue }
            try Self.check(tags.count, scanner)
            tags.append((tag, version))
        }
    }

    private mutating func readTimes(_ scanner: inout JSONScanner) throws(ParseError) {
        guard try Self.opens(&scanner) else { return }
        var known: Set<[UInt8]> = []
        while try scanner.next() == .key {
            known.insert(scanner.decodedToken())
            try Self.check(known.count, scanner)
            try scanner.skipValue()
        }
        times = known
    }

    private mutating func readVersions(_ scanner: inout JSONScanner) throws(ParseError) {
        guard try Self.opens(&scanner) else { return }
        hasVersions = true
        while try scanner.next() == .key {
            var version = Version(key: scanner.text())
            try Self.check(versions.count, scanner)
            guard try Self.opens(&scanner) else { continue }
            let start = scanner.offset - 1
            while try scanner.next() == .key {
                if scanner.tokenIs(Self.nameKey) {
                    version.name = try Self.text(&scanner)
                } else if scanner.tokenIs(Self.versionKey) {
                    version.version = try Self.text(&scanner)
                } else if scanner.tokenIs(Self.distKey) {
                    try Self.readDist(&scanner, into: &version)
                } else {
                    try scanner.skipValue()
                }
            }
            version.place = start..<scanner.offset
            versions.append(version)
        }
    }

    private static func readDist(_ scanner: inout JSONScanner, into version: inout Version) throws(ParseError) {
        guard try opens(&scanner) else { return }
        while try scanner.next() == .key {
            if scanner.tokenIs(integrityKey) {
                version.integrity = DigestText.integrity(try bytes(&scanner)?[...] ?? []).digests
            } else if scanner.tokenIs(shasumKey) {
                version.shasum = DigestText.hex(.sha1, try bytes(&scanner)?[...] ?? [])
            } else if scanner.tokenIs(tarballKey) {
                version.tarball = try bytes(&scanner)
            } else {
                try scanner.skipValue()
            }
        }
    }

    private static func check(_ count: Int, _ scanner: borrowing JSONScanner) throws(ParseError) {
        guard count < versionLimit else {
            throw ParseError(
                format: "packument", reason: "found more versions, tags or times than the limit of \(versionLimit)",
                offset: scanner.offset)
        }
    }

    /// Opens an object; goes over whatever else stands there.
    private static func opens(_ scanner: inout JSONScanner) throws(ParseError) -> Bool {
        let depth = scanner.depth
        if try scanner.next() == .beginObject { return true }
        while scanner.depth > depth { _ = try scanner.next() }
        return false
    }

    private static func text(_ scanner: inout JSONScanner) throws(ParseError) -> String? {
        let depth = scanner.depth
        if try scanner.next() == .string { return scanner.text() }
        while scanner.depth > depth { _ = try scanner.next() }
        return nil
    }

    private static func bytes(_ scanner: inout JSONScanner) throws(ParseError) -> [UInt8]? {
        let depth = scanner.depth
        if try scanner.next() == .string { return scanner.decodedToken() }
        while scanner.depth > depth { _ = try scanner.next() }
        return nil
    }
}
