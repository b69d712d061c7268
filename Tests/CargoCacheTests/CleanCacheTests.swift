import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

/// A cache as Cargo itself leaves it.
struct CleanCacheTests {
    @Test func everyArchiveIsIdentified() throws {
        let artifacts = try CargoSample().reading().artifacts
        let words = artifacts.map { artifact in
            let hooks = artifact.hooks.compactMap(\.utf8Text).joined(separator: ",")
            return "\(artifact.name) \(artifact.version) \(artifact.selfCheck) \(hooks)"
        }
        #expect(
            words.sorted() == [
                "ab 1.0.0-rc.1 agrees ", "abc 0.3.1 agrees ", "alpha 1.0.0 agrees ", "alpha 1.1.0 agrees ",
                "beta-sys 0.2.0 agrees build.rs", "gamma_macro 2.0.0+r5 agrees proc-macro",
            ])
        #expect(artifacts.allSatisfy { $0.ecosystem == .cargo && $0.kind == .crate })
        #expect(artifacts.allSatisfy { $0.source == "https://crates.example/" })
    }

    @Test func anArtifactIsWholeInItself() throws {
        let sample = try CargoSample()
        let files = try sample.files()
        for artifact in try sample.reading().artifacts {
            let index = try #require(files.index(of: artifact.path))
            #expect(artifact.digests.map(\.algorithm) == [.sha256])
            #expect(artifact.digests.first?.bytes == files.files[index].digest?.array)
            #expect(artifact.file == "\(artifact.name)-\(artifact.version).crate")
            #expect(artifact.parts.allSatisfy { files.index(of: $0) != nil })
            // The archive, the mark, two notes and a file at least.
            #expect(artifact.parts.count >= 5 && artifact.parts.contains { $0.bytes.ends(with: "/.cargo-ok") })
        }
    }

    @Test func theIndexBecomesClaims() throws {
        let reading = try CargoSample().reading()
        let alpha = reading.claims.filter { $0.name == "alpha" }
        #expect(alpha.compactMap(\.version).sorted() == ["1.0.0", "1.1.0"])
        #expect(alpha.allSatisfy { $0.source == "https://crates.example/" && $0.digests.count == 1 })
        for artifact in reading.artifacts {
            #expect(reading.claims.contains { $0.file == artifact.file && $0.digests == artifact.digests })
        }
    }

    @Test func nothingIsSaidOfIt() throws {
        let reading = try CargoSample().reading()
        #expect(reading.rules == [])
        #expect(reading.troubles.isEmpty, "\(reading.troubles)")
        #expect(reading.unread.keys.allSatisfy { $0 == .clientNotes || $0 == .derived })
    }

    @Test func everyFileIsAccountedFor() throws {
        let sample = try CargoSample()
        defer { withExtendedLifetime(sample) {} }
        let mount = MountReading(try sample.files())
        #expect(mount.readings.flatMap(\.troubles).map(\.detail) == [])
        #expect(mount.places.ecosystems == [.cargo])
        #expect(mount.foreign.count == 0 && mount.outside.count == 0, "\(mount.foreign) \(mount.outside)")
    }

    /// What people mount: the registry, one of its folders, all repositories.
    @Test(arguments: [
        ("", 6), ("registry", 6), ("registry/cache", 6), ("registry/src", 6), ("registry/index", 0), ("git", 0),
        ("git/db", 0), ("git/checkouts", 0),
    ])
    func aPartIsACache(folder: String, artifacts: Int) throws {
        let sample = try CargoSample()
        let files = try FolderFiles(sample.folder + (folder.isEmpty ? "" : "/" + folder))
        try #require(!files.files.isEmpty)
        let mount = MountReading(files)
        #expect(mount.places.places.map(\.folder) == [""])
        #expect(mount.readings.flatMap(\.artifacts).count == artifacts)
        #expect(mount.readings.flatMap(\.troubles).map(\.detail) == [])
        #expect(mount.foreign.count == 0 && mount.outside.count == 0, "\(mount.foreign) \(mount.outside)")
        // Without the archives nothing tells what must lie there, and that is said.
        let rules: Set<String> = folder == "registry/src" ? ["unpacked-mismatch/no-archive"] : []
        #expect(Set(mount.readings.flatMap(\.rules)) == rules)
    }
}

extension [UInt8] {
    /// Whether a path ends in a text.
    fileprivate func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
