import Inventory
import Testing

@testable import BuildKit

/// What RUN lines ask for, as the Dockerfile's frontend understands them.
@Suite("Mounts of RUN lines")
struct DockerfileMountsTests {
    /// The mounts of a text: `id target sharing selector ro|rw base|plain`.
    private func mounts(_ text: String, namespace: String = "", arguments: [String: String] = [:]) -> [String] {
        var given: [[UInt8]: [UInt8]] = [:]
        for (name, value) in arguments { given[Array(name.utf8)] = Array(value.utf8) }
        let mounts = DockerfileMounts(namespace: Array(namespace.utf8))
        return DockerfileMounts.lines(of: Array(text.utf8), arguments: given).flatMap { line, folder in
            mounts.uses(of: line, evidence: .dockerfile, execution: .unknown, workFolder: folder)
        }.map(Self.line)
    }

    private static func line(_ use: MountUse) -> String {
        [
            use.id.utf8Text ?? "?", use.target.utf8Text ?? "?", use.sharing.rawValue, use.selector.utf8Text ?? "?",
            use.isReadOnly ? "ro" : "rw", use.hasBase ? "base" : "plain",
        ].joined(separator: " ")
    }

    @Test(
        "Options",
        arguments: [
            ("type=cache,target=/root/.cache/pip", "//root/.cache/pip /root/.cache/pip shared  rw plain"),
            ("type=cache,id=acme-npm,target=/root/.npm", "/acme-npm /root/.npm shared  rw plain"),
            ("type=cache,id=/trail/b,dst=/x", "//trail/b /x shared  rw plain"),
            ("type=cache,destination=/trail//a/../b/", "//trail/b /trail//a/../b/ shared  rw plain"),
            ("type=cache,target=relcache/", "/relcache /wd/relcache shared  rw plain"),
            ("type=CACHE,target=/a,sharing=Locked", "//a /a locked  rw plain"),
            ("type=cache,target=/a,sharing=private,ro", "//a /a private  ro plain"),
            ("type=cache,target=/a,readonly=true,rw", "//a /a shared  rw plain"),
            ("type=cache,target=/a,rw=false", "//a /a shared  ro plain"),
            ("type=cache,id=s,from=seed,source=/seed,target=/o", "/s /o shared /seed rw base"),
            ("type=cache,id=s,from=seed,src=seed/../x,target=/o", "/s /o shared /x rw base"),
            ("type=cache,id=o,target=/h,uid=1000", "/o /h shared /cache rw base"),
            ("type=cache,target=/h,mode=0700,source=/q,from=a", "//h /h shared /q rw base"),
            ("type=cache,id=,target=/h", "//h /h shared  rw plain"),
            ("target=/a,type=cache,id=a:b::c", "/a:b::c /a shared  rw plain"),
            ("'type=cache,\"id=a,b\",target=/c'", "/a,b /c shared  rw plain"),
            ("'type=cache,\"id=a\"\"b\",target=/c'", "/a\"b /c shared  rw plain"),
            ("\"type=cache,id=a b,target=/c\"", "/a b /c shared  rw plain"),
            ("type=cache,id=a\\ b,target=/c", "/a b /c shared  rw plain"),
        ])
    func options(option: String, expected: String) {
        #expect(mounts("FROM x\nWORKDIR /wd\nRUN --mount=\(option) cmd") == [expected])
    }

    @Test("The other flags and the spelling with a blank")
    func flags() throws {
        let text = "--network=host --mount type=cache,target=/a --security=insecure --mount=type=secret,id=npm cmd --x"
        let line = RunLine(arguments: Array(text.utf8)) { $0 }
        #expect(line.network == "host" && line.security == "insecure")
        #expect(line.mounts.map(\.type) == ["cache", "secret"])
        #expect(line.mounts.last?.secretID == Array("npm".utf8))
        #expect(line.command == Array("cmd --x".utf8))
        #expect(RunLine(arguments: Array("-- --mount=type=cache,target=/a".utf8)) { $0 }.mounts.isEmpty)
    }

    @Test("No cache mounts")
    func others() {
        for option in [
            "type=bind,target=/a", "type=tmpfs,target=/a", "type=secret,id=a", "target=/a", "type=cache", "type=ssh",
        ] {
            #expect(mounts("FROM x\nRUN --mount=\(option) cmd").isEmpty, "\(option)")
        }
    }

    @Test("Lines that go on, comments in between, other escapes, texts within")
    func lines() {
        let slashes =
            "FROM x\nrun --mount=type=cache,target=/a \\\n  # RUN --mount=type=cache,target=/no c\n\n --mount=type=cache,target=/b \\\n cmd"
        #expect(mounts(slashes).count == 2)
        #expect(
            mounts("# escape=`\nFROM x\nRUN --mount=type=cache,target=/a `\n cmd\nRUN --mount=type=cache,target=/b c")
                .count == 2)
        let here = "FROM x\nRUN <<EOF\nRUN --mount=type=cache,target=/no c\nEOF\nRUN --mount=type=cache,target=/a c"
        #expect(mounts(here) == ["//a /a shared  rw plain"])
        let tabs =
            "FROM x\nCOPY <<-'E' /x\nRUN --mount=type=cache,target=/no c\n\t\tE\nRUN --mount=type=cache,target=/a c"
        #expect(mounts(tabs) == ["//a /a shared  rw plain"])
        #expect(mounts("FROM x\nRUN echo <<E\nRUN --mount=type=cache,target=/a c").count == 1, "never ended")
        #expect(mounts("FROM x\r\nRUN --mount=type=cache,target=/a c\r\n") == ["//a /a shared  rw plain"])
    }

    @Test("Variables and the name space")
    func variables() {
        let text = """
            ARG OUTER=no
            FROM x
            ARG A=def
            ARG B
            ENV C=${A}-${B}
            RUN --mount=type=cache,id=${C},target=/${OUTER:-none} c
            RUN --mount=type=cache,id=$UNKNOWN,target=/a c
            """
        let expected = ["t/def-bee /none shared  rw plain", "t/$UNKNOWN /a shared  rw plain"]
        #expect(mounts(text, namespace: "t", arguments: ["B": "bee"]) == expected)
        #expect(
            mounts("FROM x\nARG A=1\nRUN --mount=type=cache,id=$A,target=/a c", arguments: ["A": "2"]).first
                == "/2 /a shared  rw plain")
    }

    @Test("Quotes, escapes, and what an instruction sets for itself")
    func variablesInDetail() {
        func id(_ lines: String) -> String? {
            let text = "ARG OUTER=out\nFROM x\n\(lines)\nRUN --mount=type=cache,id=$A,target=/a c"
            return mounts(text).first.map { String($0.dropFirst(1).prefix { $0 != " " }) }
        }
        #expect(id("ENV A='$B'") == "$B", "single quotes keep a dollar sign")
        #expect(id(#"ENV A=a\$b"#) == "a$b")
        #expect(id("ENV B=1\nENV B=2 A=$B") == "1", "all are read before the first is set")
        #expect(id("ENV B=\"x y\" C=z\nENV A=\"${B#x }\"") == "y")
        #expect(id("ARG OUTER\nENV A=$OUTER") == "out", "asked for in the stage")
        #expect(id("ENV A=${OUTER:-none}") == "none", "and not asked for")
        #expect(id("ARG V=1.2.3\nENV A=go-${V%.*}") == "go-1.2")
        #expect(id("ARG V\nENV A=${V:-${OUTER:-deep}}") == "deep")
        let backquoted = "# escape=`\nFROM x\nENV A=`$B\nRUN --mount=type=cache,id=$A,target=/a c"
        #expect(mounts(backquoted).first?.hasPrefix("/$B ") == true)
    }

    @Test("A stage has what the stage has that it is made from")
    func stages() {
        let text = """
            ARG BASE=two
            FROM x AS one
            ENV A=a
            ARG B=b
            WORKDIR /w
            FROM --platform=linux/amd64 One as two
            ENV C=c
            WORKDIR in
            FROM x
            RUN --mount=type=cache,id=$A-$B-$C,target=rel c
            FROM ${BASE} AS three
            RUN --mount=type=cache,id=$A-$B-$C,target=rel c
            """
        #expect(mounts(text) == ["/$A-$B-$C rel shared  rw plain", "/a-b-c /w/in/rel shared  rw plain"])
    }

    @Test("Stages that inherit much do not fill the memory")
    func inheritance() {
        let variables = (0..<2_000).map { "ENV V\($0)=x\n" }.joined()
        let stages = (0..<2_000).map { "FROM s\($0) AS s\($0 + 1)\nENV W=\($0)\n" }.joined()
        let last = "RUN --mount=type=cache,id=$V7-$W,target=/a c"
        #expect(mounts("FROM x AS s0\n" + variables + stages + last) == ["/$V7-1999 /a shared  rw plain"])
    }

    @Test("Values that double do not fill the memory")
    func doubling() {
        let text =
            "FROM x\nENV A=aaaaaaaaaaaaaaaa\n" + String(repeating: "ENV A=$A$A\n", count: 64)
            + "RUN --mount=type=cache,id=$A,target=/a c"
        #expect(mounts(text).first.map { $0.utf8.count < 10_000 } == true)
    }

    /// What both know of a mount; of the target the log knows only how it is written.
    private static func essence(_ use: MountUse) -> String {
        [
            use.id.utf8Text ?? "?", use.sharing.rawValue, use.selector.utf8Text ?? "?", "\(use.isReadOnly)",
            "\(use.hasBase)",
        ].joined(separator: " | ")
    }

    private static func essence(_ mount: Provenance.Mount) -> String? {
        guard mount.type == Provenance.Mount.cacheType, let id = mount.cacheID else { return nil }
        let sharing = ["shared", "private", "locked"]
        return [
            String(decoding: id, as: UTF8.self), sharing[Int(mount.sharing)],
            String(decoding: mount.selector, as: UTF8.self), "\(mount.isReadOnly)", "\(mount.input >= 0)",
        ].joined(separator: " | ")
    }

    /// The names of steps in real logs, with what their provenance says of the same step.
    @Test("What the log says is what the provenance says", arguments: HistoryFixture.names)
    func differential(name: String) throws {
        let fixture = try HistoryFixture(name)
        guard let database = fixture.database, let blobs = fixture.blobs else { return }
        var compared = 0
        for build in try Raw.builds(of: database, blobs: blobs) {
            let mounts = DockerfileMounts(namespace: build.namespace)
            for provenance in build.provenances {
                for step in provenance.steps where step.mounts.contains(where: { $0.type == 3 }) {
                    guard let digest = provenance.digests[step.id], let vertex = build.log.vertex(digest),
                        let line = RunLine(name: vertex.name)
                    else { continue }
                    let uses = mounts.uses(of: line, evidence: .log, execution: .unknown, workFolder: [])
                    #expect(uses.map(Self.essence).sorted() == step.mounts.compactMap(Self.essence).sorted())
                    compared += uses.count
                }
            }
        }
        if !fixture.expectedBuilds.isEmpty { #expect(compared >= 20) }
    }
}
