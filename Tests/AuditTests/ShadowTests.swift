import Audit
import Inventory
import Testing

/// Rules about what would be taken for something else: each fires, and stays silent.
@Suite struct ShadowTests {
    private typealias P = Packages

    private static func words(_ reading: CacheReading, users: [ByteString] = [], pins: [LockedPins]) throws -> [String]
    {
        try P.judge([P.cache(reading, users: users)], pins: pins).words
    }

    @Test(
        arguments: [
            ("3.5", [], []), ("3.6", [], ["checksum-mismatch high"]), ("3.7", [], ["version-shadow low"]),
            ("3.7", [P.web], ["version-shadow medium"]), ("3.7", [P.web, P.api], ["version-shadow low"]),
            ("3.7rc1", [P.web], ["version-shadow info"]), ("3.6+evil", [], []), ("3.6+1", [], ["version-shadow high"]),
            ("1!0.1", [], ["version-shadow high"]), ("99.0", [], ["version-shadow high"]),
            ("4.0", [], ["version-shadow low"]),
        ] as [(String, [ByteString], [String])])
    func aVersionAboveThePins(version: String, users: [ByteString], expected: [String]) throws {
        let reading = P.reading([P.artifact("idna", version, content: 5)])
        // Of an older pin nothing is said, and what a build pins itself lifts nothing.
        let pins = [
            P.locked([P.pin(), P.pin("idna", "3.1", content: [4])]),
            P.locked([P.pin("idna", "200", content: [3])], project: P.web, trust: .discovered),
        ]
        #expect(try Self.words(reading, users: users, pins: pins) == expected)
    }

    @Test func aVersionThatAnotherProjectPinsIsNoShadow() throws {
        let reading = P.reading([P.artifact("idna", "3.7", content: 5)])
        let pins = [P.locked([P.pin()]), P.locked([P.pin("idna", "3.7", content: [5])], project: P.api)]
        #expect(try Self.words(reading, users: [P.web], pins: pins) == [])
    }

    @Test func versionsOfOneNameAreOneFinding() throws {
        let reading = P.reading(["3.7", "3.9", "3.8"].map { P.artifact("idna", $0) })
        let result = try P.judge([P.cache(reading)], pins: [P.locked([P.pin(content: [9])])])
        #expect(result.words == ["version-shadow low"])
        #expect(result.findings.first { $0.rule == "version-shadow" }?.purl == "pkg:pip/idna@3.9")
    }

    @Test func aCleanBusyCacheIsQuiet() throws {
        var artifacts: [Artifact] = []
        var pins: [LockedPins] = []
        var claims: [IndexClaim] = []
        for project in 0..<10 {
            var own: [Pin] = []
            for number in 0..<20 {
                let version = "1.\(project)"
                let content = UInt8(20 * project + number)
                artifacts.append(P.artifact("p\(number)", version, content: content))
                own.append(P.pin("p\(number)", version, content: [content], file: "p\(number)-\(version).whl"))
                let url = ByteString("https://files.example/p\(number)-\(version).whl")
                claims.append(
                    P.claim(version, content: content, file: "p\(number)-\(version).whl", name: "p\(number)", url: url))
                claims.append(P.claim("2.\(project)", content: 255, file: "n.whl", name: "p\(number)", url: url))
            }
            pins.append(P.locked(own, project: ByteString("https://git.example/p\(project)")))
        }
        let users = (0..<10).map { ByteString("https://git.example/p\($0)") }
        let result = try P.judge([P.cache(P.reading(artifacts, claims: claims), users: users)], pins: pins)
        #expect(result.findings.isEmpty)
        #expect(result.outcome.tallies.first?.counts[.verified] == 200)
    }

    // MARK: Indexes

    @Test func anIndexMayNameNewerVersions() throws {
        let pins = [P.locked([P.pin()])]
        func found(_ claims: [IndexClaim], tags: [IndexTag] = []) throws -> [String] {
            try Self.words(P.reading(claims: claims, tags: tags), pins: pins)
        }
        let usual = (1..<6).map { P.claim("3.\($0)", url: ByteString("https://files.example/\($0)")) }
        #expect(try found([P.claim("3.6"), P.claim("3.7")], tags: [P.tag("3.7")]) == [])
        #expect(try found([P.claim("3.6"), P.claim("99.1")]) == ["unknown-index-version medium"])
        #expect(
            try found(usual + [P.claim("3.9", url: "https://evil.example/x")]) == ["unknown-index-version high"])
        #expect(try found(usual + [P.claim("3.9", url: "https://FILES.example:443/x")]) == [])
        #expect(try found([P.claim("3.6")], tags: [P.tag("3.7")]) == ["moved-tag high"])
        #expect(try found([], tags: [P.tag("99")]) == ["moved-tag medium"])
        #expect(try found([], tags: [P.tag("3.7")]) == [])
    }

    @Test func anIndexAgainstAPin() throws {
        let named = [P.locked([P.pin(file: "idna-3.6.whl")])]
        let list = [P.locked([P.pin(content: [1, 2])])]
        func found(_ claims: [IndexClaim], _ pins: [LockedPins]) throws -> [String] {
            try Self.words(P.reading(claims: claims), pins: pins)
        }
        #expect(try found([P.claim("3.6", file: "idna-3.6.whl")], named) == [])
        #expect(try found([P.claim("3.6", content: 9, file: "idna-3.6.whl")], named) == ["index-mismatch critical"])
        #expect(try found([P.claim("3.6", content: 9, file: "idna-3.6.tar.gz")], named) == [])
        // An index lists files that the lockfile leaves out, as long as it has one of those.
        #expect(try found([P.claim("3.6", content: 9), P.claim("3.6", content: 2)], list) == [])
        #expect(try found([P.claim("3.6", content: 9), P.claim("3.6", content: 8)], list) == ["index-mismatch high"])
        // What a build brings along does not excuse the index.
        let excuse = named + [P.locked([P.pin(content: [9], file: "idna-3.6.whl")], trust: .discovered)]
        #expect(
            try found([P.claim("3.6", content: 9, file: "idna-3.6.whl")], excuse)
                == ["index-mismatch critical", "lockfile-conflict low"])
    }

    @Test func anIndexAgainstTheContentBesideIt() throws {
        func found(_ claims: [IndexClaim], kind: Artifact.Kind = .wheel) throws -> [String] {
            try Self.words(P.reading([P.artifact(kind: kind)], claims: claims), pins: [])
        }
        let wrong = P.claim("3.6", content: 9, file: "idna-3.6.whl")
        #expect(try found([wrong]) == ["index-mismatch high"])
        // Another index has the file as it is.
        #expect(try found([wrong, P.claim("3.6", content: 1, file: "idna-3.6.whl")]) == [])
        #expect(try found([wrong], kind: .builtWheel) == [])
    }

    // MARK: Contents

    @Test func oneVersionWithTwoContents() throws {
        let one = P.artifact(content: 1, path: "a")
        let other = P.artifact(content: 2, path: "b")
        func found(_ first: [Artifact], _ second: [Artifact] = [], history: [KnownArtifact] = []) throws -> [String] {
            try P.judge(
                [P.cache(P.reading(first)), P.cache(P.reading(second), index: 1, id: "/other")], history: history
            ).words
        }
        #expect(try found([one, one]) == [])
        #expect(try found([one, other]) == ["same-version-different-content high"])
        #expect(try found([one], [other]) == ["same-version-different-content medium"])
        #expect(try found([one], [one]) == [])
        let built = P.artifact(content: 3, kind: .builtWheel)
        #expect(try found([one, built]) == [])
        #expect(
            try found(["1-SNAPSHOT", "1-SNAPSHOT"].enumerated().map { P.artifact("x", $1, content: UInt8($0)) }) == [])
        let known = KnownArtifact(
            ecosystem: .pip, name: "idna", version: "3.6", file: "idna-3.6.whl", digests: [P.sha256(2)],
            cache: "/pip", seen: 5)
        #expect(try found([one], history: [known]) == ["same-version-different-content high"])
        #expect(try found([other], history: [known]) == [])
    }

    // MARK: Sources

    private static let publicPins = (0..<5).map {
        P.pin("open\($0)", "1", content: [UInt8($0)], ecosystem: .npm, url: "https://open.example/\($0).tgz")
    }

    @Test(arguments: [
        ("@acme/core", "https://open.example/x", ["private-name-public-source high"]),
        ("@acme/core", "https://user:word@HOUSE.example/x", []),
        // A mirror is neither.
        ("@acme/core", "https://mirror.example/x", []),
        ("@acme/new", "https://open.example/x", ["private-name-public-source medium"]),
        ("@acme/new", "https://house.example/x", []), ("open9", "https://open.example/x", []),
        ("open0", "https://open.example/x", []), ("open0", "no address", []),
    ])
    func aNameThatIsPinnedToTheHouse(name: String, source: ByteString, expected: [String]) throws {
        let own = P.pin("@acme/core", "1", content: [9], ecosystem: .npm, url: "https://house.example/core.tgz")
        let artifact = P.artifact(name, "0.9", content: 77, ecosystem: .npm, kind: .tarball, source: source)
        #expect(try P.judge([artifact], pins: [P.locked(Self.publicPins + [own])]).words == expected)
    }

    @Test func namesAndHostsOfTheConfiguration() throws {
        let policy = try #require(
            PackagePolicy(privateNames: ["acme-*"], privateHosts: ["*.house.example"]))
        func found(_ name: String, _ source: ByteString?) throws -> [String] {
            try P.judge([P.cache(P.reading([P.artifact(name, source: source)]))], policy: policy).words
        }
        #expect(try found("acme-core", "https://open.example/x") == ["private-name-public-source high"])
        #expect(try found("acme-core", "https://pip.house.example/x") == [])
        #expect(try found("acme-core", nil) == [])
        #expect(try found("idna", "https://open.example/x") == [])
    }

    // MARK: What needs no pin

    @Test func observationsChangesAndForeignFiles() throws {
        let seen = Observation(
            rule: "sidecar-mismatch", path: "a.jar", purl: "pkg:maven/g/a@1", message: "differs",
            expected: ["sha1:00"], actual: "sha1:01", evidence: [.init("sidecar", .bytes("a.jar.sha1"))])
        var cache = P.cache(P.reading(observations: [seen]))
        let digests = [SHA256Digest.zero, try #require(SHA256Digest(Array(repeating: 1, count: 32)))]
        for pathClass in PathClass.allCases {
            cache.changes.append(
                PathChange(path: "p", pathClass: pathClass, before: digests[0], after: digests[1], seen: 3))
        }
        for name in ["z", "y", "x", "w", "v", "u", "t"] { cache.foreign.add(ByteString(name)) }
        let result = try P.judge([cache])
        #expect(result.words == ["sidecar-mismatch high", "immutable-changed high", "foreign-file low"])
        #expect(result.findings[0].purl == "pkg:maven/g/a@1" && result.findings[0].expected == ["sha1:00"])
        #expect(result.findings[2].message == "7 files lie in this cache that no client of its kind writes")
        #expect(result.findings[2].path == "t")
    }

    @Test func whatNobodyVouchesForIsSaidOnce() throws {
        let artifacts =
            (0..<30).map { P.artifact("x\($0)", selfCheck: .agrees) } + [
                P.artifact("idna", content: 2, file: "other.whl"), P.artifact("b", kind: .builtWheel),
                P.artifact("c", kind: .companion),
            ]
        let result = try P.judge(artifacts, pins: [P.locked([P.pin(file: "idna-3.6.whl")])])
        let said = result.findings.filter { $0.rule == "self-attested" }
        #expect(said.map(\.severity) == [.low], "one for the cache, as grave as the gravest")
        #expect(
            said.first?.message == "Nothing outside the cache vouches for 32 packages: 30 that no lockfile speaks of, "
                + "1 of a version that a lockfile names without a digest for them, "
                + "1 built here, which no lockfile can vouch for")
    }

    /// A jar and its description are one package.
    @Test func aPackageWithSeveralFilesIsListedOnce() throws {
        let files = ["a.jar", "a.pom", "b.jar"].map { P.artifact(String($0.prefix(1)), file: $0) }
        let said = try P.judge([P.cache(P.reading(files))]).findings.filter { $0.rule == "self-attested" }
        let listed = said.first?.evidence.first { $0.name == "packages" }?.value
        #expect(listed == .list([.bytes("pkg:pip/a@3.6"), .bytes("pkg:pip/b@3.6")]))
    }

    @Test func whatWasNotReadIsSaid() throws {
        var reading = P.reading([P.artifact("x")])
        reading.unread = [.clientNotes: [1, 2], .derived: [7]]
        let mixed = try P.judge([P.cache(reading)]).findings.filter { $0.rule == "self-attested" }
        #expect(mixed.map(\.message).first?.hasSuffix("; 3 of the clients' own files were not read") == true)
        reading.artifacts = []
        let alone = try P.judge([P.cache(reading)]).findings
        #expect(alone.map(\.severity) == [.info])
        #expect(alone.first?.message == "A change would go unnoticed: 3 of the clients' own files were not read")
    }

    @Test func filesInNoCacheAreCounted() throws {
        var cache = P.cache(P.reading())
        for name in ["a.jar", "b.jar"] { cache.outside.add(ByteString(name)) }
        let result = try P.judge([cache])
        #expect(result.words == ["foreign-file info"])
        #expect(result.findings.first?.message.hasPrefix("2 files have names like those of packages") == true)
    }
}
