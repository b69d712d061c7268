import Audit
import Inventory
import Testing

/// Tags and highest versions against those of earlier audits.
@Suite struct TagTests {
    private typealias P = Packages

    private static func known(_ version: String, _ tag: String = "latest", place: Int? = 0) -> KnownTag {
        var known = KnownTag(
            tag: IndexTag(ecosystem: .pip, name: "idna", tag: tag, version: version, path: "http/index"),
            cache: "/pip", seen: 7, isPresent: false)
        known.place = place
        return known
    }

    @Test(arguments: [
        (["1.4"], "1.5", []), (["1.4"], "1.4", []), ([], "99.0", []),
        (["1.4"], "99.0", ["moved-tag medium"]), (["1.4"], "1!1.0", ["moved-tag medium"]),
        (["1.4"], "1.5+1", ["moved-tag medium"]), (["1.4"], "1.3", ["moved-tag low"]),
        // All steps count: the finding stays, whatever comes after the one that was made to win.
        (["1.4", "99.0"], "99.0", ["moved-tag medium"]), (["1.4", "1.5"], "1.6", []),
        (["1.4", "99.0"], "99.1", ["moved-tag medium"]),
        (["1.4", "99.0", "99.1", "100.0"], "101", ["moved-tag medium"]),
        (["1.4", "15", "30", "45"], "60", []), (["1.5", "1.3"], "1.4", ["moved-tag low"]),
        (["99.0", "1.5"], "1.5", ["moved-tag low"]),
        (["1.4"], "no version", []),
    ])
    func aTagThatMoved(before: [String], now: String, expected: [String]) throws {
        let cache = P.cache(P.reading(tags: [P.tag(now)]))
        #expect(try P.judge([cache], tags: before.map { Self.known($0) }).words == expected)
        #expect(try P.judge([cache], tags: before.map { Self.known($0, place: 1) }).words == [], "another cache's")
    }

    @Test func onlyTagsOfClientsGoBackInSilence() throws {
        let tag = IndexTag(ecosystem: .pip, name: "idna", tag: "beta", version: "1.3", path: "http/index")
        let cache = P.cache(P.reading(tags: [tag]))
        #expect(try P.judge([cache], tags: [Self.known("1.4", "beta")]).words == [])
    }

    @Test(arguments: [
        (["1.4", "1.5"], "1.4", []), (["1.4", "99.0", "1.5"], "1.4", ["unknown-index-version medium"]),
        (["1.4", "99.0rc1"], "1.4", []), (["99.0"], "99.0", []), (["1.0"], "1.4", []),
    ])
    func aVersionThatCameIntoAnIndex(listed: [String], before: String, expected: [String]) throws {
        let cache = P.cache(P.reading(claims: listed.map { P.claim($0) }))
        let result = try P.judge([cache], tags: [Self.known(before, "")])
        #expect(result.words == expected)
        #expect(result.outcome.records.map { $0.tags.count } == [1])
    }

    @Test func aPinTellsMoreThanAnEarlierIndex() throws {
        let cache = P.cache(P.reading(tags: [P.tag("99.0")]))
        let pins = [P.locked([P.pin("idna", "98.0")])]
        #expect(try P.judge([cache], pins: pins, tags: [Self.known("1.4")]).words == [])
    }

    @Test func whatIsRememberedIsAllThatWasFound() throws {
        let caches = [
            P.cache(
                P.reading(
                    [P.artifact(), P.artifact("b")], claims: [P.claim("2.0"), P.claim("1.0")], tags: [P.tag("1.0")])),
            P.cache(P.reading([P.artifact("c")]), index: 1),
        ]
        let records = try P.judge(caches).outcome.records
        #expect(records.map(\.cache) == [0, 1])
        #expect(records.map { $0.artifacts.map(\.artifact.name) } == [["idna", "b"], ["c"]])
        #expect(records[0].tags.map { "\($0.tag) \($0.version)" } == ["latest 1.0", " 2.0"])
    }

    // MARK: Contents

    private static func known(content: UInt8, kind: Artifact.Kind = .wheel, version: String = "3.6") -> KnownArtifact {
        var known = KnownArtifact(
            ecosystem: .pip, name: "idna", version: version, file: "idna-\(version).whl", digests: [P.sha256(content)],
            cache: "/pip", seen: 5)
        known.kind = kind
        return known
    }

    @Test func theOldestContentCounts() throws {
        func found(_ content: UInt8, _ history: [KnownArtifact], pins: [LockedPins] = []) throws -> [String] {
            try P.judge([P.cache(P.reading([P.artifact(content: content)]))], pins: pins, history: history).words
        }
        let both = [Self.known(content: 1), Self.known(content: 2)]
        #expect(try found(2, both) == ["same-version-different-content high"], "also at the next audit")
        #expect(try found(1, both) == [], "the first one is back")
        #expect(try found(2, [Self.known(content: 1, kind: .builtWheel)]) == [])
        // Somebody vouches for the content: then the one before was wrong.
        #expect(try found(2, both, pins: [P.locked([P.pin(content: [2])])]) == [])
        let discovered = P.locked([P.pin(content: [2])], trust: .discovered)
        #expect(try found(2, both, pins: [discovered]) == ["same-version-different-content high"])
    }

    @Test func whatABuildInstallsMayChange() throws {
        let digests = [SHA256Digest.zero, try #require(SHA256Digest(Array(repeating: 1, count: 32)))]
        let installed = Observation(rule: "local-install-shadow", grade: "own", path: "g/a/1/a-1.pom", message: "m")
        var cache = P.cache(P.reading(observations: [installed]))
        for path: ByteString in ["g/a/1/a-1.jar", "g/a/2/a-2.jar"] {
            cache.changes.append(PathChange(path: path, pathClass: .immutable, before: digests[0], after: digests[1]))
        }
        #expect(
            try P.judge([cache]).words == [
                "local-install-shadow info", "immutable-changed medium", "immutable-changed high",
            ])
    }
}
