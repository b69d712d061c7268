import Bytes
import Inventory
import TestSupport
import Testing

@testable import BuildKit

/// Records and blobs that anybody may have written.
@Suite("Broken history")
struct HostileTests {
    private func build() throws -> MadeBuild {
        var made = MadeBuild()
        made.record.text(1, MadeBuild.ref)
        made.record.entry(3, "vcs:source", "https://host/a.git")
        made.record.message(6) { $0.signed(1, 100) }
        made.record.message(7) { $0.signed(1, 200) }
        try made.addLog([("sha256:9", "RUN --mount=type=cache,target=/a x", false, (110, 120))])
        try made.addProvenance(
            #"{"buildConfig":{"llbDefinition":[{"id":"s","op":{"Op":{"Exec":{"meta":{"args":["x"]},"mounts":["#
                + #"{"dest":"/a","mountType":3,"input":-1,"output":-1,"cacheOpt":{"ID":"//a","sharing":2}}]}}}}],"#
                + #""digestMapping":{"sha256:9":"s"}}}"#)
        try made.addFailure(message: "no", dockerfile: "FROM x\nRUN --mount=type=cache,target=/b c")
        return made
    }

    @Test("The whole one is read")
    func whole() throws {
        let (found, troubles) = try build().read()
        let use = try #require(found?.mounts.first)
        #expect(troubles.isEmpty && found?.mounts.count == 1)
        #expect(use.id == "//a" && use.sharing == .locked && use.execution == .executed && !use.hasBase)
        #expect(found?.result == .failed && found?.failure == "no")
    }

    @Test("Broken records and blobs never stop the reader, and each is told by the name of its file")
    func mutated() throws {
        let made = try build()
        let mutation = Mutation(pieces: ["{", "}", "[", "\"", ":", "null", "\u{8}\u{1}", "\u{12}\u{7F}"])
        var random = SeededGenerator(seed: 11)
        var refused = 0
        for round in 0..<4_000 {
            var broken = made
            if round.isMultiple(of: 2) {
                let changed = mutation.of(made.record.bytes, using: &random)
                var reader = HistoryReader(
                    BuildHistory.Source(root: "/r", database: "/r/history.db", blobs: "/r/blobs"))
                reader.read(key: Array(MadeBuild.ref.utf8)[...], value: changed) { (digest) throws(BlobError) in
                    guard let bytes = made.blobs[digest] else { throw BlobError(.vanished, "gone") }
                    return bytes
                }
                #expect(reader.builds.count == 1 || !reader.troubles.isEmpty)
                refused += reader.builds.isEmpty ? 1 : 0
                continue
            }
            let name = random.pick(made.blobs.keys.sorted())
            broken.blobs[name] = mutation.of(made.blobs[name] ?? [], using: &random)
            let (found, troubles) = broken.read()
            #expect(found != nil, "a broken blob does not hide the build")
            refused += troubles.isEmpty ? 0 : 1
            let path = "/r/blobs/" + name.dropFirst("sha256:".count)
            #expect(troubles.allSatisfy { $0.path.utf8Text == path && $0.reason == .malformed }, "\(troubles)")
        }
        #expect(refused > 500)
    }

    @Test("Without provenance the log tells, without a log the Dockerfile")
    func fallbacks() throws {
        var made = try build()
        let provenance = try #require(
            made.blobs.first { String(decoding: $0.value, as: UTF8.self).contains("llbDef") }?.key)
        let log = try #require(
            made.blobs.first {
                String(decoding: $0.value, as: UTF8.self).contains("RUN --mount=type=cache,target=/a")
                    && $0.key != provenance
            }?.key)
        made.blobs[provenance] = nil
        #expect(made.read().build?.mounts.map(\.evidence) == [.log])
        made.blobs[log] = nil
        let (build, troubles) = made.read()
        #expect(build?.mounts.map(\.evidence) == [.dockerfile] && build?.mounts.map(\.id) == ["//b"])
        #expect(build?.mounts.map(\.execution) == [.unknown] && troubles.count == 2)
    }

    @Test("A step that never began was not there")
    func skipped() throws {
        var made = MadeBuild()
        try made.addLog([
            ("sha256:1", "RUN --mount=type=cache,target=/a x", false, nil),
            ("sha256:2", "RUN --mount=type=cache,target=/b x", true, (1, 1)),
        ])
        #expect(made.read().build?.mounts.map(\.execution) == [.skipped, .cached])
    }

    @Test("Project: the best that is there")
    func projects() throws {
        func project(_ attributes: [(String, String)], image: String? = nil, locals: [LocalSource] = []) -> Project? {
            var made = MadeBuild()
            for (key, value) in attributes { made.record.entry(3, key, value) }
            made.record.message(6) { $0.signed(1, 100) }
            made.record.message(7) { $0.signed(1, 200) }
            if let image { made.record.message(4) { $0.entry(2, "name", image) } }
            return made.read(locals: locals).build?.project
        }
        let web = LocalSource(sharedKey: "context:context:web:node1", lastUsed: 150_000_000_000)
        let late = LocalSource(sharedKey: "context:context:api:node1", lastUsed: 250_000_000_000)
        let api = LocalSource(sharedKey: "context:context:api:node1", lastUsed: 160_000_000_000)
        let nobody = LocalSource(sharedKey: "context:context:", lastUsed: 150_000_000_000)
        #expect(
            project([("context", "https://h/a.git?x=1#v1:sub")])
                == Project(source: "https://h/a.git", certainty: .exact, evidence: "context"))
        #expect(
            project([("filename", "F")], image: "reg:5000/team/app:1.2,other")
                == Project(source: "reg:5000/team/app", certainty: .likely, evidence: "image name"))
        #expect(
            project([], locals: [web, late, nobody])
                == Project(source: "web", certainty: .hint, evidence: "local.sharedKey"))
        #expect(project([], locals: [web, api]) == nil)
        #expect(project([("filename", "ci.Dockerfile")])?.certainty == .hint)
    }

    /// Anybody who may build can have records written by the thousand.
    @Test("What builds say in all has a limit, and who built and when is kept")
    func muchText() throws {
        let dockerfile = "FROM x\nRUN --mount=type=cache,target=/b c\n#" + String(repeating: "z", count: 20_000)
        var made = MadeBuild()
        made.record.entry(3, "vcs:source", "https://host/a.git")
        try made.addFailure(message: "no", dockerfile: dockerfile)
        let source = BuildHistory.Source(root: "/r", database: "/r/history.db", blobs: "/r/blobs")
        var reader = HistoryReader(source, budget: BuildBudget(bytes: 100_000))
        func ref(_ number: Int) -> [UInt8] { Array("aaaaaaaaaaaaaaaaaaaaa\(number + 1000)".utf8) }
        for number in 0..<300 {
            reader.read(key: ref(number)[...], value: made.record.bytes) { (digest) throws(BlobError) in
                guard let bytes = made.blobs[digest] else { throw BlobError(.vanished, "gone") }
                return bytes
            }
        }
        #expect(reader.builds.count == 300)
        #expect(reader.builds.allSatisfy { $0.project?.source == "https://host/a.git" && $0.result == .failed })
        #expect(reader.builds.count { $0.dockerfile != nil } == 4)
        let withMounts = reader.builds.count { !$0.mounts.isEmpty }
        #expect((20...60).contains(withMounts), "\(withMounts)")
        #expect(reader.troubles.map(\.reason) == [.tooLarge])
        #expect(reader.builds.reduce(0) { $0 + BuildBudget.cost(of: $1) } < 100_000 + 300 * 600)
        #expect(try build().read().troubles.isEmpty)
    }

    @Test("Names that are none of BuildKit's, and records that speak of another build")
    func names() throws {
        let source = BuildHistory.Source(root: "/r", database: "/r/history.db", blobs: "/r/blobs")
        var reader = HistoryReader(source)
        reader.read(key: Array("../../etc".utf8)[...], value: []) { (_) throws(BlobError) in [] }
        var other = ProtobufWriter()
        other.text(1, "bbbbbbbbbbbbbbbbbbbbbbbbb")
        reader.read(key: Array(MadeBuild.ref.utf8)[...], value: other.bytes) { (_) throws(BlobError) in [] }
        #expect(reader.builds.isEmpty && reader.troubles.count == 2)
    }

    @Test("A blob whose content is not its name, a link, a pipe: refused, never used")
    func blobs() throws {
        let tree = try TestTree()
        let good = SHA256Names.name(of: Array("good".utf8))
        let bad = SHA256Names.name(of: Array("bad".utf8))
        try tree.write(good, "good")
        try tree.write(bad, "not bad")
        let link = String(repeating: "a", count: 64)
        let pipe = String(repeating: "b", count: 64)
        #expect(Program.succeeds(["ln", "-s", good, tree.file(link)]))
        #expect(Program.succeeds(["mkfifo", tree.file(pipe)]))
        let folder = try tree.open()
        var store = try BlobStore(for: folder)
        #expect(try store.read("sha256:" + good, in: folder) == Array("good".utf8))
        for name in ["sha256:" + bad, "sha256:" + link, "sha256:" + pipe, "sha256:../" + good, good, "sha256:"] {
            #expect(throws: BlobError.self, "\(name)") { try store.read(name, in: folder) }
        }
        #expect(try store.read("sha256:" + good, in: folder) == Array("good".utf8), "after a refusal")
    }
}
