import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

/// Every way in which such a cache is known to be poisoned is caught, by the rule that speaks of it.
struct PoisonTests {
    /// The case, and all that is said of it besides what is said of the clean cache.
    static let cases: [(String, Set<String>)] = [
        // A version that the registry never had, and its archive.
        ("new-version", ["index-mismatch/orphan"]),
        ("stale-with-etag", ["index-mismatch/orphan"]),
        // What stands before a document does not hide it.
        ("hidden", ["index-mismatch/orphan"]),
        ("hidden-far", ["index-mismatch/orphan"]),
        ("hidden-mark", ["index-mismatch/orphan"]),
        ("hidden-unlabelled", ["index-mismatch/orphan"]),
        ("hidden-digest", ["index-mismatch/content"]),
        ("other-integrity", ["index-mismatch/content"]),
        ("more-dependencies", ["index-mismatch/dependencies"]),
        ("other-host", ["index-mismatch/host"]),
        ("no-time", ["index-mismatch/time"]),
        ("two-documents", ["index-mismatch/documents"]),
        ("other-package", ["misplaced-entry"]),
        // A document that is fresh for ever.
        ("long-life", ["index-mismatch/freshness"]),
        ("from-future", ["index-mismatch/freshness"]),
        ("wholly-from-future", ["index-mismatch/freshness"]),
        // An archive's address that leads to other content.
        ("repointed", ["index-mismatch/superseded", "index-mismatch/content"]),
        ("repointed-compacted", ["index-mismatch/content"]),
        ("repointed-alone", ["index-mismatch/name"]),
        ("old-manifest", ["index-mismatch/dependencies"]),
        ("redirect", ["cached-redirect"]),
        ("foreign-key", ["misplaced-entry"]),
        ("other-address", ["misplaced-entry"]),
        ("bad-line", ["sidecar-mismatch/line"]),
        ("torn-line", ["sidecar-mismatch/torn"]),
        ("wrong-size", ["index-mismatch/size"]),
        // Content under the name of other content.
        ("changed-content", ["content-address-mismatch", "index-mismatch/size"]),
        ("weak-content", ["content-address-mismatch"]),
        ("content-md5", ["content-address-mismatch"]),
        ("content-sha256", ["content-address-mismatch"]),
        ("content-sha384", ["content-address-mismatch"]),
        ("content-sha512", ["content-address-mismatch"]),
        ("straying", ["archive-traversal"]),
        // What runs without being compared.
        ("npx-edit", ["unpacked-mismatch"]),
        ("npx-extra", ["unpacked-mismatch/extra"]),
        ("npx-command-file", ["misplaced-entry/other-kind"]),
        ("npx-command-added", ["misplaced-entry/other-kind"]),
        ("npx-package", ["unpacked-mismatch/unlisted"]),
        ("npx-package-linked", ["unpacked-mismatch/unlisted"]),
        ("npx-package-nested", ["unpacked-mismatch/unlisted"]),
        ("npx-module-file", ["unpacked-mismatch/unlisted"]),
        ("npx-other-program", ["misplaced-entry/link"]),
        ("npx-other-name", ["misplaced-entry/link"]),
        ("npx-no-integrity", ["unpacked-mismatch", "unpacked-mismatch/no-integrity"]),
        ("npx-empty-integrity", ["unpacked-mismatch", "unpacked-mismatch/no-integrity"]),
        ("npx-number", ["unpacked-mismatch", "unpacked-mismatch/no-integrity"]),
        ("npx-short-integrity", ["unpacked-mismatch", "unpacked-mismatch/no-integrity"]),
        ("npx-garbage-integrity", ["unpacked-mismatch", "unpacked-mismatch/no-integrity"]),
        ("npx-unresolved", ["unpacked-mismatch", "unpacked-mismatch/no-integrity"]),
        ("npx-other-integrity", ["unpacked-mismatch"]),
        ("npx-document", ["unpacked-mismatch"]),
        ("npx-hooked-before", ["unpacked-mismatch"]),
        ("npx-git", ["unpacked-mismatch/no-integrity"]),
        ("npx-git-wanted", []),
        ("npx-bundled", ["unpacked-mismatch/no-integrity"]),
        ("npx-marked", ["unpacked-mismatch"]),
        // What Node finds before the files of a package.
        ("npx-before", ["unpacked-mismatch"]),
        ("npx-before-index", ["unpacked-mismatch"]),
        ("npx-inner-manifest", ["unpacked-mismatch"]),
        ("npx-inner-module", ["unpacked-mismatch"]),
        // What a package's own scripts may have made.
        ("npx-hooked", []),
        ("npx-hooked-file", ["unpacked-mismatch/scripted"]),
        ("npx-hooked-link", ["unpacked-mismatch/scripted"]),
        // Credentials.
        ("npx-secret", ["credential-in-cache"]),
        ("header-secret", ["credential-in-cache"]),
        ("address-secret", ["credential-in-cache"]),
        ("log-secret", ["credential-in-cache"]),
        ("key-secret", ["credential-in-key"]),
        // What the client itself does.
        ("tombstone", []),
    ]

    @Test(arguments: cases)
    func isCaught(_ name: String, _ expected: Set<String>) throws {
        let sample = try SampleCache()
        try sample.poison(name)
        let reading = try sample.reading()
        #expect(reading.rules.subtracting(["cached-redirect/same-host"]) == expected)
        #expect(reading.troubles.isEmpty, "\(reading.troubles)")
        #expect(!"\(reading)".contains("not-a-secret") && !"\(reading)".contains("not-a-real-token"))
    }

    @Test func whatIsContradictedDisagrees() throws {
        for (name, version) in [("new-version", "1.1.9"), ("repointed", "1.1.1"), ("changed-content", "1.1.1")] {
            let sample = try SampleCache()
            try sample.poison(name)
            let disagreeing = try sample.reading().artifacts.filter { $0.selfCheck == .disagrees }
            #expect(disagreeing.contains { $0.name == "leftish" && $0.version == version }, "\(name)")
            #expect(disagreeing.allSatisfy { $0.name == "leftish" && $0.version == version }, "\(name)")
        }
    }

    /// What was put in the place of other content has the name that leads to it, whatever it calls itself, and is held
    /// against lockfiles.
    @Test(arguments: ["changed-content", "changed-hooks", "changed-form", "changed-unindexed"])
    func changedContentHasTheNameOfItsPlace(_ poison: String) throws {
        let sample = try SampleCache()
        let clean = try #require(try sample.reading().artifacts.first { $0.name == "leftish" && $0.version == "1.1.1" })
        try sample.poison(poison)
        let reading = try sample.reading()
        let seen = try #require(reading.observations.first { $0.rule == "content-address-mismatch" })
        #expect(seen.purl == "pkg:npm/leftish@1.1.1" && seen.path == clean.path)
        let artifact = try #require(reading.artifacts.first { $0.path == clean.path })
        #expect(artifact.name == "leftish" && artifact.version == "1.1.1" && artifact.selfCheck == .disagrees)
        #expect(artifact.digests.map(\.algorithm) == [.sha256, .sha512])
        #expect(Set(artifact.digests).isDisjoint(with: clean.digests))
        #expect(seen.expected == clean.digests.suffix(1).map(\.description))
        let isRun = poison == "changed-hooks"
        #expect(artifact.hooks == (isRun ? ["postinstall"] : []))
        #expect(seen.evidence.contains { $0.name == "hooks" } == isRun)
        let url = seen.evidence.first { $0.name == "url" }?.value
        #expect((url == .bytes(artifact.source ?? "")) == (poison != "changed-unindexed"))
    }

    /// The version and its tag are what the judge compares with lockfiles.
    @Test func aNewVersionIsClaimed() throws {
        let sample = try SampleCache()
        try sample.poison("new-version")
        let reading = try sample.reading()
        #expect(reading.tags.contains { $0.name == "leftish" && $0.tag == "latest" && $0.version == "1.1.9" })
        let claim = try #require(reading.claims.first { $0.version == "1.1.9" })
        let artifact = try #require(reading.artifacts.first { $0.version == "1.1.9" })
        #expect(artifact.digests.contains(try #require(claim.digests.first)))
        #expect(artifact.file == "leftish-1.1.9.tgz" && artifact.source == nil && artifact.parts == [artifact.path])
    }

    /// A prebuilt program has nothing to be compared with but its own past.
    @Test func aPrebuiltProgramMustNotChange() throws {
        let sample = try SampleCache()
        try sample.poison("prebuilt")
        #expect(try sample.reading().rules == ["cached-redirect/same-host"])
        #expect(NpmCacheReader.pathClass(of: "_prebuilds/0123ab-native-v1.0.0.tar.gz") == .immutable)
    }

    /// Without its archive a package that was unpacked is one that nobody knows; the judge asks the lockfiles.
    @Test func whatLiesUnpackedWithoutAnArchiveIsUnknown() throws {
        let sample = try SampleCache()
        #expect(try sample.reading().artifacts.allSatisfy { $0.kind == .tarball })
        try sample.poison("npx-no-archive")
        let reading = try sample.reading()
        #expect(reading.rules == ["cached-redirect/same-host"])
        let unknown = reading.artifacts.filter { $0.kind == .unpacked }
        #expect(unknown.map(\.name) == ["tool"] && unknown.map(\.version) == ["1.2.3"])
        #expect(unknown.map(\.file) == ["tool-1.2.3.tgz"] && unknown.allSatisfy { $0.digests.isEmpty })
        let ends = unknown.first?.parts.compactMap { $0.utf8Text?.split(separator: "/").last }
        #expect(ends == ["tool.js", "package.json"] && unknown.first?.selfCheck == Artifact.SelfCheck.none)
    }

    /// Which packages belong there, only a lockfile of the folder says.
    @Test func withoutALockfileEveryPackageIsUnlisted() throws {
        let sample = try SampleCache()
        try sample.poison("npx-no-lockfile")
        let reading = try sample.reading()
        #expect(reading.observations.filter { $0.grade == "unlisted" }.count == 2)
    }

    @Test func aBrokenArchiveIsATrouble() throws {
        let sample = try SampleCache()
        try sample.poison("broken-archive")
        let reading = try sample.reading()
        #expect(reading.troubles.count == 1 && reading.artifacts.count == 9)
        #expect(reading.troubles.first?.reason == .malformed)
        // Its name comes from its address.
        let cut = try #require(reading.artifacts.first { $0.name == "cut" })
        #expect(cut.version == "1.0.0" && reading.troubles.first?.path == cut.path)
    }

    /// What npm would read as a document or as an archive, and is not read here, is named: the audit is incomplete.
    @Test(arguments: ["unreadable-document", "hidden-behind", "unpacked-form"])
    func whatIsInNoFormIsATrouble(_ name: String) throws {
        let sample = try SampleCache()
        try sample.poison(name)
        let troubles = try sample.reading().troubles
        #expect(troubles.count == 1 && (troubles.first?.reason == .malformed || troubles.first?.reason == .unusable))
        #expect(troubles.first?.path.utf8Text?.contains("content-v2") == true)
    }

    @Test func contentWithoutAnIndexIsIdentified() throws {
        let sample = try SampleCache()
        try sample.poison("no-index")
        let reading = try sample.reading()
        #expect(reading.artifacts.count == 8 && reading.claims.isEmpty && reading.rules.isEmpty)
    }
}
