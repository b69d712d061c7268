import Audit
import Inventory
import Testing

/// Verdicts, and the rule that goes with them: artifacts against pins.
@Suite struct VerdictTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var artifact: Artifact
        var pins: [LockedPins]
        var verdict: Verdict
        /// Grade of `checksum-mismatch`, by its severity.
        var found: [String] = []

        init(
            _ description: String, _ artifact: Artifact, _ pins: [LockedPins], _ verdict: Verdict,
            _ found: [String] = []
        ) {
            testDescription = description
            self.artifact = artifact
            self.pins = pins
            self.verdict = verdict
            self.found = found
        }
    }

    private typealias P = Packages

    private static let plain: [Case] = [
        Case("no pin", P.artifact(), [], .unknown),
        Case("agrees with itself", P.artifact(selfCheck: .agrees), [], .consistent),
        Case("disagrees with itself", P.artifact(selfCheck: .disagrees), [], .mismatch),
        Case("equals a pin", P.artifact(), [P.locked([P.pin()])], .verified),
        Case("a pin outweighs the cache", P.artifact(selfCheck: .disagrees), [P.locked([P.pin()])], .verified),
        Case("one of several digests", P.artifact(), [P.locked([P.pin(content: [9, 1])])], .verified),
        Case("another spelling", P.artifact("idna", "3.6.0"), [P.locked([P.pin()])], .verified),
        Case("a pin without a version", P.artifact(), [P.locked([P.pin("idna", nil)])], .verified),
        Case("another version", P.artifact("idna", "3.5"), [P.locked([P.pin()])], .unknown),
        Case("another name", P.artifact("idnb"), [P.locked([P.pin()])], .unknown),
        Case("another ecosystem", P.artifact(ecosystem: .npm, kind: .tarball), [P.locked([P.pin()])], .unknown),
        Case("a version that is none", P.artifact("idna", "x"), [P.locked([P.pin("idna", "x")])], .verified),
        Case("no digest", P.artifact(), [P.locked([P.pin(content: [], unusable: .noDigest)])], .unknown),
        Case("in dispute", P.artifact(), [P.locked([P.pin(unusable: .ambiguous)])], .unknown),
        Case(
            "a weak digest proves nothing", P.artifact(selfCheck: .agrees),
            [P.locked([P.pin(algorithm: .sha1, unusable: .weakDigest)])], .consistent),
        Case(
            "a weak digest that differs", P.artifact(),
            [P.locked([P.pin(content: [9], algorithm: .sha1, unusable: .weakDigest)])], .mismatch,
            ["checksum-mismatch high"]),
        Case(
            "digests that cannot be compared", P.artifact(), [P.locked([P.pin(content: [9], algorithm: .sha512)])],
            .unknown),
    ]

    private static let differing: [Case] = [
        Case(
            "another content under the pinned name", P.artifact(),
            [P.locked([P.pin(content: [9], file: "idna-3.6.whl")])], .mismatch, ["checksum-mismatch critical"]),
        Case(
            "none of a list", P.artifact(), [P.locked([P.pin(content: [8, 9])])], .mismatch, ["checksum-mismatch high"]),
        Case(
            "a file that the lockfile does not name", P.artifact(),
            [P.locked([P.pin(content: [9], file: "idna-3.6.tar.gz")])], .unknown),
        Case(
            "npm has one archive for a version", P.artifact(ecosystem: .npm, kind: .tarball),
            [P.locked([P.pin(content: [9], file: "other.tgz", ecosystem: .npm)])], .mismatch,
            ["checksum-mismatch critical"]),
        Case(
            "what was built here has its own digest", P.artifact(kind: .builtWheel),
            [P.locked([P.pin(content: [9])])], .unknown),
        Case(
            "built in the place of a published file", P.artifact(kind: .builtWheel),
            [P.locked([P.pin(content: [9], file: "idna-3.6.whl")])], .mismatch, ["checksum-mismatch high"]),
        Case(
            "only a build's lockfile says so", P.artifact(),
            [P.locked([P.pin(content: [9], file: "idna-3.6.whl")], trust: .discovered)], .mismatch,
            ["checksum-mismatch high"]),
    ]

    private static let weighed: [Case] = [
        Case(
            "another pinned file of the version does not stand in for this one", P.artifact(),
            [P.locked([P.pin(file: "idna-3.6-tests.whl"), P.pin(content: [9], file: "idna-3.6.whl")])], .mismatch,
            ["checksum-mismatch critical"]),
        Case(
            "a build's own lockfile does not outweigh a registered one", P.artifact(),
            [
                P.locked([P.pin(file: "idna-3.6.whl")], trust: .discovered),
                P.locked([P.pin(content: [9], file: "idna-3.6.whl")]),
            ], .mismatch, ["checksum-mismatch critical", "lockfile-conflict low"]),
        Case(
            "nor another build's", P.artifact(),
            [
                P.locked([P.pin(file: "idna-3.6.whl")], trust: .discovered),
                P.locked([P.pin(content: [9], file: "idna-3.6.whl")], trust: .discovered),
            ], .mismatch, ["checksum-mismatch medium", "lockfile-conflict low"]),
        Case(
            "one registered lockfile that agrees is enough", P.artifact(),
            [
                P.locked([P.pin(file: "idna-3.6.whl")]), P.locked([P.pin(content: [9], file: "idna-3.6.whl")]),
            ], .verified, ["lockfile-conflict medium"]),
        Case(
            "unless the other one is for what is shipped", P.artifact(),
            [
                P.locked([P.pin(file: "idna-3.6.whl")], tier: "internal"),
                P.locked([P.pin(content: [9], file: "idna-3.6.whl")], tier: "release"),
            ], .mismatch, ["checksum-mismatch critical", "lockfile-conflict medium"]),
        Case(
            "a list that leaves a file out says little", P.artifact(),
            [P.locked([P.pin()]), P.locked([P.pin(content: [9])], tier: "release")], .verified,
            ["lockfile-conflict info"]),
    ]

    @Test(arguments: plain + differing + weighed)
    func aVerdictForEachCase(_ item: Case) throws {
        let result = try Packages.judge([item.artifact], pins: item.pins)
        #expect(result.verdicts == [item.verdict])
        #expect(result.words == item.found)
        #expect(result.outcome.tallies.map { $0.counts[item.verdict] } == [1])
    }

    @Test func aLockfileOfAnotherProjectSaysLess() throws {
        let pins = [Packages.locked([Packages.pin(content: [9], file: "idna-3.6.whl")], project: Packages.api)]
        let reading = Packages.reading([Packages.artifact()])
        let far = try Packages.judge([Packages.cache(reading, users: [Packages.web])], pins: pins)
        #expect(far.words == ["checksum-mismatch medium"])
        let near = try Packages.judge([Packages.cache(reading, users: [Packages.api])], pins: pins)
        #expect(near.words == ["checksum-mismatch critical"])
    }

    @Test func aFindingNamesThePin() throws {
        let pins = [Packages.locked([Packages.pin(content: [9, 8], file: "idna-3.6.whl")])]
        let result = try Packages.judge([Packages.artifact()], pins: pins)
        let finding = try #require(result.findings.first)
        #expect(finding.expected == [Packages.sha256(9).description, Packages.sha256(8).description])
        #expect(finding.actual == Packages.sha256(1).description)
        #expect(finding.purl == "pkg:pip/idna@3.6")
        #expect(finding.fact("lockfile") == .bytes("/src/web/requirements.txt"))
        #expect(finding.fact("line") == .number(7))
        #expect(result.outcome.artifacts.first?.decidedBy?.lockfile.project == Packages.web)
    }

    /// Nothing is ever verified that does not equal a usable pin in a strong digest.
    @Test func verifiedMeansEqual() throws {
        var random = SystemRandomNumberGenerator()
        for round in 0..<300 {
            func pick<Element>(_ list: [Element]) -> Element { list[Int(random.next(upperBound: UInt(list.count)))] }
            let names = ["a", "b"]
            let versions = ["1", "1.0", "2"]
            let contents: [UInt8] = [1, 2, 3]
            let locked = (0..<4).map { _ in
                Packages.locked(
                    (0..<5).map { _ in
                        Packages.pin(
                            pick(names), pick([nil] + versions), content: [pick(contents)],
                            file: pick([nil, "a-1.whl"]), algorithm: pick([.sha1, .sha256]),
                            unusable: pick([nil, nil, .ambiguous, .weakDigest]))
                    }, trust: pick(Lockfile.Trust.allCases), tier: pick([nil, "release", "untrusted"]))
            }
            let artifacts = (0..<8).map { _ in
                Packages.artifact(
                    pick(names), pick(versions), content: pick(contents), kind: pick([.wheel, .builtWheel]),
                    selfCheck: pick(Artifact.SelfCheck.allCases))
            }
            let result = try Packages.judge(artifacts, pins: locked)
            for judged in result.outcome.artifacts where judged.verdict == .verified {
                let artifact = judged.artifact
                let pin = try #require(judged.decidedBy?.pin, "round \(round)")
                #expect(pin.isUsable && pin.name == artifact.name)
                #expect(
                    pin.version.map { Packages.facts.compare(.pip, $0, artifact.version) == 0 } ?? true)
                #expect(artifact.digests.contains { !$0.algorithm.isWeak && pin.digests.contains($0) })
            }
        }
    }
}
