import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

/// Caches as npm itself leaves them.
struct CleanCacheTests {
    @Test func everyArchiveIsIdentified() throws {
        let artifacts = try SampleCache().reading().artifacts
        let names = artifacts.map { "\($0.name) \($0.version) \($0.file) \($0.source?.utf8Text ?? "")" }
        #expect(
            names.sorted() == [
                "@acme/core 2.0.0 core-2.0.0.tgz http://registry.npm.example/@acme/core/-/core-2.0.0.tgz",
                "hooked 0.1.0 hooked-0.1.0.tgz http://registry.npm.example/hooked/-/hooked-0.1.0.tgz",
                "leftish 1.0.0 leftish-1.0.0.tgz http://registry.npm.example/leftish/-/leftish-1.0.0.tgz",
                "leftish 1.1.1 leftish-1.1.1.tgz http://registry.npm.example/leftish/-/leftish-1.1.1.tgz",
                "loose 5.0.0 loose-5.0.0.tgz http://files.example/loose/-/loose-5.0.0.tgz",
                "moved 3.0.0 moved-3.0.0.tgz http://registry.npm.example/archive/moved-3.0.0.tgz",
                "old-sums 0.0.9 old-sums-0.0.9.tgz http://registry.npm.example/old-sums/-/old-sums-0.0.9.tgz",
                "tool 1.2.3 tool-1.2.3.tgz http://registry.npm.example/tool/-/tool-1.2.3.tgz",
            ])
        #expect(artifacts.allSatisfy { $0.ecosystem == .npm && $0.kind == .tarball && $0.selfCheck == .agrees })
    }

    @Test func anArtifactIsWholeInItself() throws {
        let sample = try SampleCache()
        let files = try sample.files()
        var copied: Set<String> = []
        for artifact in try sample.reading().artifacts {
            let index = try #require(files.index(of: artifact.path))
            let isWeak = artifact.name == "old-sums"
            #expect(artifact.digests.map(\.algorithm) == [.sha256, isWeak ? .sha1 : .sha512])
            for digest in artifact.digests { #expect(try files.digest(index, digest.algorithm) == digest) }
            #expect(artifact.size == files.files[index].size)
            #expect(artifact.parts.allSatisfy { files.index(of: $0) != nil })
            // Its archive and its line of the index; what `npx` unpacked from it goes with it.
            let copies = artifact.parts.filter { $0.utf8Text?.contains("_npx/") == true }
            #expect(artifact.parts.count == 2 + copies.count)
            if !copies.isEmpty { copied.insert(artifact.name) }
            #expect(artifact.hooks == (artifact.name == "hooked" ? ["postinstall"] : []))
        }
        #expect(copied == ["leftish", "tool"])
    }

    @Test func packumentsBecomeClaims() throws {
        let reading = try SampleCache().reading()
        let leftish = reading.claims.filter { $0.name == "leftish" }
        #expect(leftish.compactMap(\.version).sorted() == ["1.0.0", "1.1.0", "1.1.1"])
        #expect(leftish.allSatisfy { $0.source == "http://registry.npm.example/leftish" && $0.digests.count == 1 })
        let scoped = try #require(reading.claims.first { $0.name == "@acme/core" })
        #expect(scoped.file == "core-2.0.0.tgz" && scoped.version == "2.0.0")
        #expect(scoped.source == "http://registry.npm.example/@acme%2fcore")
        #expect(scoped.url == "http://registry.npm.example/@acme/core/-/core-2.0.0.tgz")
        #expect(reading.claims.first { $0.name == "old-sums" }?.digests.first?.algorithm == .sha1)
        #expect(reading.tags.contains { $0.name == "leftish" && $0.tag == "latest" && $0.version == "1.1.1" })
        #expect(reading.claims.count == 8 && reading.tags.count == 6)
    }

    @Test func nothingIsSaidOfACleanCache() throws {
        let reading = try SampleCache().reading()
        // One archive had moved; a redirect within its host is worth a line, no more.
        #expect(reading.rules == ["cached-redirect/same-host"])
        #expect(reading.troubles.isEmpty, "\(reading.troubles)")
    }

    @Test func aTokenInTheIndexIsNamedAndNotShown() throws {
        let reading = try SampleCache("private").reading()
        #expect(reading.rules == ["credential-in-cache"])
        #expect(reading.artifacts.map(\.name) == ["@inner/secret"])
        #expect(!"\(reading)".contains("not-a-real-token"))
    }

    @Test func aStoreAloneIsACache() throws {
        let sample = try SampleCache()
        try sample.tree.makeFolder("mount")
        #expect(Program.succeeds(["cp", "-r", sample.folder + "/_cacache/.", sample.tree.file("mount")]))
        let files = try sample.files()
        #expect(NpmCacheReader.places(in: files) == ["mount", SampleCache.place])
        let alone = NpmCacheReader.read("mount", of: files)
        #expect(alone.artifacts.count == 8 && alone.claims.count == 8)
        #expect(alone.rules == ["cached-redirect/same-host"])
    }
}
