import Inventory
import Manifest
import ManifestSupport
import SQLite
import Testing

/// Builds are remembered whole, once, and for as long as history is kept.
@Suite struct BuildTests {
    static let root: ByteString = "/var/lib/buildkit"

    /// A build with something in every field.
    static func full(_ ref: String, finished: Int64 = 2_000) -> Build {
        var build = Build(root: root, ref: ref, result: .failed)
        build.project = Project(source: "https://git.example/a\u{7}b", certainty: .exact, evidence: "vcs:source")
        build.revision = "0123-dirty"
        build.branch = "main"
        build.started = 1_000
        build.finished = finished
        build.failure = "exit code: 1"
        build.stepsCached = 1
        build.stepsCompleted = 2
        build.stepsTotal = 3
        build.isInsecure = true
        build.isPinned = true
        build.hasProvenance = true
        build.dockerfileName = "Dockerfile"
        build.dockerfile = "FROM scratch\n"
        build.secrets = ["npmrc", "a\nb"]
        build.networks = ["host"]
        build.credentials = [Build.Credential(place: "build-arg:TOKEN", kind: "npm token")]
        build.mounts = [
            MountUse(
                id: "//root/.cache/pip", target: "/root/.cache/pip", sharing: .locked, selector: "/seed",
                isReadOnly: true, hasBase: true, execution: .executed, evidence: .provenance, command: "pip install",
                started: 1_100, finished: 1_200),
            MountUse(id: "/x", target: "/y", evidence: .log),
        ]
        return build
    }

    @Test func aBuildComesBackAsItWas() throws {
        let manifest = try TestManifest()
        let empty = Build(root: "/other", ref: "b", result: .succeeded)
        #expect(try manifest.store.harvest([Self.full("a"), empty], now: 5) == 2)
        #expect(try manifest.store.builds() == [empty, Self.full("a")])
        #expect(try manifest.store.builds(root: Self.root) == [Self.full("a")])
        #expect(try manifest.store.knownBuilds(root: Self.root) == ["a"])
        #expect(try manifest.store.verifyContent().mismatches == [])
    }

    @Test func whatIsKnownStaysAsItWasFirstRead() throws {
        let manifest = try TestManifest()
        #expect(try manifest.store.harvest([Self.full("a"), Self.full("a")], now: 5) == 1)
        var later = Self.full("a")
        later.result = .succeeded
        #expect(try manifest.store.harvest([later, Self.full("b")], now: 6) == 1)
        #expect(try manifest.store.builds() == [Self.full("a"), Self.full("b")])
        #expect(try manifest.store.verifyContent().mismatches == [])
    }

    @Test func oldBuildsAreForgotten() throws {
        let manifest = try TestManifest()
        _ = try manifest.store.harvest([Self.full("a", finished: 10), Self.full("b", finished: 1_000)], now: 5)
        let outcome = try manifest.store.prune(keepScansFor: 500, keepHistoryFor: 500, now: 1_000)
        #expect(outcome.builds == 1)
        #expect(try manifest.store.builds() == [Self.full("b", finished: 1_000)])
        #expect(try manifest.store.verifyContent().mismatches == [])
    }

    @Test(arguments: [
        ("build", "UPDATE build SET project = X'00'"), ("build", "DELETE FROM build WHERE ref = 'a'"),
        ("build_mount", "UPDATE build_mount SET mount_id = X'2f'"), ("build_mount", "DELETE FROM build_mount"),
        ("build_note", "UPDATE build_note SET detail = 'nothing'"),
        ("build_note", "INSERT INTO build_note VALUES (9, 9, 'secret', X'41', '')"),
    ])
    func anEditIsNoticed(table: String, edit: String) throws {
        let manifest = try TestManifest()
        _ = try manifest.store.harvest([Self.full("a"), Self.full("b")], now: 5)
        try Connection(path: manifest.path.bytes, mode: .write).execute(edit)
        #expect(try manifest.store.verifyContent().mismatches == [table])
    }
}
