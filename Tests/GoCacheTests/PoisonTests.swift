import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

/// Every way in which such a cache is known to be poisoned is caught, by the rule that speaks of it. What needs a
/// lockfile or an earlier audit is tried with the whole program.
struct PoisonTests {
    /// The case, and all that is said of it besides what is said of the clean cache.
    static let cases: [(String, Set<String>)] = [
        ("x1-file", ["unpacked-mismatch"]),
        ("x1-source", ["unpacked-mismatch"]),
        ("x1-added", ["unpacked-mismatch/extra"]),
        ("x1-removed", ["unpacked-mismatch/missing"]),
        ("x1-no-archive", ["sidecar-mismatch"]),
        ("x2-archive", ["sidecar-mismatch"]),
        ("x2-archive-and-tree", ["sidecar-mismatch"]),
        ("x2-sum", ["sidecar-mismatch"]),
        ("x2-broken-sum", ["sidecar-mismatch/no-digest"]),
        ("x3-info", ["misplaced-entry/other-release"]),
        ("mod-file", ["sidecar-mismatch/metadata"]),
        ("x4-password", ["credential-in-cache"]),
        ("x5-output", ["content-address-mismatch"]),
        ("straying", ["archive-traversal", "sidecar-mismatch"]),
        // The judges see these, by what a lockfile pins.
        ("x2-all", []),
        ("x3-list", []),
        ("x3-release", []),
        ("mod-file-alone", []),
    ]

    @Test(arguments: cases)
    func isCaught(_ name: String, _ expected: Set<String>) throws {
        let sample = try GoSample()
        try sample.poison(name)
        let reading = try sample.reading()
        #expect(reading.rules == expected)
        #expect(reading.troubles.isEmpty, "\(reading.troubles)")
        #expect(!"\(reading)".contains("not-a-real-token"))
        let isOdd = reading.artifacts.contains { $0.selfCheck == .disagrees }
        #expect(
            isOdd == expected.contains { $0.hasPrefix("unpacked") || $0 == "sidecar-mismatch" || $0.hasSuffix("data") })
    }

    @Test func aNameThatStandsTwiceIsSaid() throws {
        let sample = try GoSample()
        try sample.poison("twice")
        #expect(try sample.reading().troubles.map(\.reason) == [.malformed])
    }

    /// What the checksum database said is held against what lies there.
    @Test func theDatabaseIsRead() {
        let note = """
            42
            golang.org/x/text v0.3.0 h1:g61tztE5qeGQ89tm6NTjjM9VPIm088od1l6aSorWRWg=
            golang.org/x/text v0.3.0/go.mod h1:NqM8EUOU14njkJ3fqMW+pc6Ldnwhi/IjpwHt7yyuwOQ=

            go.sum database tree
            1234
            h1:AAAA

            — sum.golang.org Az3grnmrIUEDFqHzAElIQCPNoRFRAAdFo47fooyWKMHb89k11GJh5zHIfNCOBmwn/C3YI8oW9/C8DJEs=
            """
        let path: ByteString = "cache/download/sumdb/sum.golang.org/lookup/golang.org/x/text@v0.3.0"
        let reading = GoCacheReader.read("", of: MemoryFiles([path: Array(note.utf8)]))
        #expect(reading.claims.map(\.file) == ["v0.3.0.zip", "v0.3.0.mod"])
        #expect(reading.claims.allSatisfy { $0.name == "golang.org/x/text" && $0.digests.count == 1 })
    }
}
