import BuildKit
import Bytes
import Inventory
import TestSupport
import Testing

/// The builds of real states against what was taken out of them with the daemon's own types.
@Suite("Builds of real states")
struct FixtureTests {
    @Test("Each build is as the daemon has it", arguments: HistoryFixture.names)
    func builds(name: String) throws {
        let fixture = try HistoryFixture(name)
        let (builds, troubles) = try fixture.read()
        let expected = fixture.expectedBuilds
        // The copies of a living state were taken for their databases: what was built was not written down.
        if fixture.expected.object?["builds"] != nil {
            #expect(Set(builds.map(\.ref)) == Set(expected.keys))
            #expect(troubles.isEmpty, "\(troubles)")
        }
        for build in builds {
            guard let wanted = expected[build.ref] else { continue }
            try compareRecord(build, wanted)
            compareMounts(build, wanted["mounts"]?.array ?? [])
        }
        compareUses(builds, fixture)
    }

    private func compareRecord(_ build: Build, _ wanted: JSONObject) throws {
        #expect(build.started == (try wanted.text("created").map(nanoseconds)))
        #expect(build.finished == (try wanted.text("completed").map(nanoseconds)))
        #expect(build.isPinned == (wanted["pinned"]?.boolean ?? false))
        #expect(build.failure?.utf8Text == wanted.text("error"))
        #expect(build.result == (wanted.text("error") == nil ? .succeeded : .failed))
        #expect(build.hasProvenance == !(wanted["provenance"]?.array ?? []).isEmpty)
        if let source = wanted.text("vcs_source") {
            #expect(build.project == Project(source: ByteString(source), certainty: .exact, evidence: "vcs:source"))
            #expect(build.revision == wanted.text("vcs_revision"))
        } else if let context = wanted.text("context") {
            let address = context.split(separator: "#")
            #expect(build.project?.source == ByteString(String(address[0])))
            #expect(build.project?.certainty == .exact)
            #expect(build.branch?.utf8Text == address.dropFirst().first.map(String.init))
            #expect(build.revision?.utf8.count == 40)
        } else {
            #expect(build.project?.certainty != .exact)
        }
        if let filename = wanted.text("filename") { #expect(build.dockerfileName?.utf8Text == filename) }
        #expect(build.credentials.isEmpty, "\(build.credentials)")
    }

    /// A mount in one line, so that a difference can be read.
    private func compareMounts(_ build: Build, _ wanted: [JSONValue]) {
        let found = build.mounts.map { use in
            [
                use.id.utf8Text ?? "?", use.target.utf8Text ?? "?", use.sharing.rawValue, use.selector.utf8Text ?? "?",
                use.isReadOnly ? "ro" : "rw", use.hasBase ? "base" : "plain",
                use.execution == .executed ? "executed" : "not executed", use.evidence.rawValue,
                use.evidence == .provenance ? use.command.utf8Text ?? "?" : "",
            ].joined(separator: " | ")
        }
        let expected = wanted.compactMap(\.object).map { mount in
            [
                mount.text("id") ?? "?", mount.text("dest") ?? "?", mount.text("sharing") ?? "?",
                mount.text("selector") ?? "", mount["readonly"]?.boolean == true ? "ro" : "rw",
                (mount["input"]?.integer ?? -1) >= 0 ? "base" : "plain",
                mount["executed"]?.boolean == true ? "executed" : "not executed",
                mount.text("evidence") == "provenance" ? "provenance" : "log", mount.text("exec") ?? "",
            ].joined(separator: " | ")
        }
        #expect(found.sorted() == expected.sorted(), "build \(build.ref)")
        for use in build.mounts where use.execution == .executed {
            let started = use.started ?? .min
            let finished = use.finished ?? .max
            #expect(started <= finished && started >= build.started ?? .max && finished <= build.finished ?? .min)
        }
    }

    /// Who used a mount, seen from the mount.
    private func compareUses(_ builds: [Build], _ fixture: HistoryFixture) {
        for mount in (fixture.expected.object?["mounts"]?.array ?? []).compactMap(\.object) {
            let id = ByteString(mount.text("id") ?? "")
            let expected = (mount["uses"]?.array ?? []).compactMap(\.object).map { use in
                [
                    use.text("ref") ?? "?", use.text("dest") ?? "?",
                    use["executed"]?.boolean == true ? "executed" : "not executed",
                    use["failed"]?.boolean == true ? "failed" : "succeeded", use.text("vcs_revision") ?? "none",
                ].joined(separator: " | ")
            }
            let found = builds.flatMap { build in
                build.mounts.filter { $0.id == id }.map { use in
                    [
                        build.ref, use.target.utf8Text ?? "?",
                        use.execution == .executed ? "executed" : "not executed", build.result.rawValue,
                        use.evidence == .provenance && build.branch != nil ? "none" : build.revision ?? "none",
                    ].joined(separator: " | ")
                }
            }
            #expect(Set(found) == Set(expected), "mount \(id.utf8Text ?? "?")")
        }
    }

    @Test("Known builds are left out, and their blobs are not read")
    func known() throws {
        let fixture = try HistoryFixture("standalone-overlayfs-v0.32.2")
        let all = try fixture.read().builds
        let known = try #require(all.first)
        var source = fixture.source
        source.isKnown = { $0 == known.ref }
        let rest = try fixture.read(source)
        #expect(rest.builds == Array(all.dropFirst()))
        _ = try Program.run(["sh", "-c", "rm -f '\(try #require(fixture.blobs))'/*"])
        source.isKnown = { _ in true }
        let none = try fixture.read(source)
        #expect(none.builds.isEmpty && none.troubles.isEmpty)
    }

    @Test("Without blobs there are still builds, and that they are gone is told in one line")
    func withoutBlobs() throws {
        let fixture = try HistoryFixture("standalone-overlayfs-v0.32.2")
        let database = try #require(fixture.database)
        let (builds, troubles) = BuildHistory.read(database, blobs: nil, source: fixture.source)
        #expect(builds.count == fixture.expectedBuilds.count)
        #expect(builds.allSatisfy { !$0.hasProvenance && $0.mounts.isEmpty })
        #expect(troubles.map(\.reason) == [.vanished] && troubles.map(\.path) == [fixture.source.blobs])
        let count = try #require(troubles.first?.detail.split(separator: " ").lazy.compactMap { Int($0) }.first)
        #expect(count >= builds.count)
    }
}
