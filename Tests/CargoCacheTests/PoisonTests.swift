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
        ("x6-file", ["unpacked-mismatch"]),
        ("x10-script", ["unpacked-mismatch"]),
        ("x10-added-script", ["unpacked-mismatch"]),
        ("x6-added", ["unpacked-mismatch/extra"]),
        ("x6-removed", ["unpacked-mismatch/missing"]),
        ("x6-no-archive", ["unpacked-mismatch/no-archive"]),
        ("x8-dependency", ["index-mismatch/dependencies"]),
        ("x8-other-name", ["misplaced-entry"]),
        ("x8-elsewhere", ["cached-redirect/settings"]),
        ("other-package", ["misplaced-entry"]),
        ("other-release", ["misplaced-entry/other-release", "index-mismatch/dependencies"]),
        ("straying", ["archive-traversal"]),
        ("settings-program", ["startup-hook/cargo-settings"]),
        ("settings-variable", ["startup-hook/cargo-settings"]),
        ("settings-source", ["cached-redirect/settings"]),
        ("token", ["credential-in-cache"]),
        // The judges see these, by the digest that the index claims or a lockfile pins.
        ("x7-archive", []),
        ("x7-all", []),
        ("x8-release", []),
    ]

    @Test(arguments: cases)
    func isCaught(_ name: String, _ expected: Set<String>) throws {
        let sample = try CargoSample()
        try sample.poison(name)
        let reading = try sample.reading()
        #expect(reading.rules == expected)
        #expect(reading.troubles.isEmpty, "\(reading.troubles)")
        #expect(!"\(reading)".contains("not-a-real-token"))
    }

    @Test func anArchiveThatTheIndexContradictsDisagrees() throws {
        let sample = try CargoSample()
        try sample.poison("x7-archive")
        let reading = try sample.reading()
        let artifact = try #require(reading.artifacts.first { $0.version == "1.1.0" })
        #expect(artifact.selfCheck == .disagrees)
        #expect(reading.artifacts.filter { $0.selfCheck == .disagrees }.count == 1)
        #expect(!reading.claims.contains { $0.file == artifact.file && $0.digests == artifact.digests })
    }

    @Test func aFolderThatDiffersIsTheArtifactsFault() throws {
        let sample = try CargoSample()
        try sample.poison("x6-file")
        let reading = try sample.reading()
        let observation = try #require(reading.observations.first)
        #expect(observation.path.utf8Text?.hasSuffix("alpha-1.1.0/src/lib.rs") == true)
        #expect(observation.purl == "pkg:cargo/alpha@1.1.0" && observation.expected.count == 1)
        #expect(reading.artifacts.first { $0.version == "1.1.0" }?.selfCheck == .disagrees)
    }

    @Test func aBrokenLineIsSaid() throws {
        let sample = try CargoSample()
        try sample.poison("x8-broken")
        let reading = try sample.reading()
        #expect(reading.troubles.map(\.reason) == [.malformed])
        #expect(reading.claims.filter { $0.name == "alpha" }.map(\.version) == ["1.1.0"])
    }

    /// The public registry's archives come from two hosts, whatever the folder of its index is called.
    @Test(arguments: [
        ("index.crates.io-1949cf8c6b5b557f", "https://static.crates.io/crates", nil),
        ("index.crates.io-6f17d22bba15001f", "https://crates.io/api/v1/crates", nil),
        ("github.com-1ecc6299db9ec823", "https://evil.example/crates", "cached-redirect"),
        ("my.host-0123456789abcdef", "https://user@MY.host:8080/crates", nil),
        ("my.host-0123456789abcdef", "https://user:secret@my.host/crates", "credential-in-cache"),
    ])
    func theHostOfArchives(folder: String, address: String, rule: String?) {
        let path = ByteString("registry/index/\(folder)/config.json")
        let files = MemoryFiles([path: Array(#"{"dl":"\#(address)","api":null}"#.utf8)])
        #expect(CargoCacheReader.read("", of: files).rules == (rule.map { [$0] } ?? []))
    }
}
