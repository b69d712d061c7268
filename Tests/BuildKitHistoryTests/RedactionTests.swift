import Bytes
import Inventory
import Testing

@testable import BuildKit

/// Nothing that looks like a secret may come out, wherever it went in.
@Suite("Secrets in builds")
struct RedactionTests {
    /// Made up, of the right shape.
    private static let letters = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dF3hJ5"
    private static let token = "ghp_" + letters
    private static let value = "Tr0ub4dor-and-3"

    private static func holds(_ build: Build, _ secret: String) -> Bool {
        var words: [[UInt8]] = []
        dump(build, into: &words)
        return words.contains { $0.firstOffset(of: Array(secret.utf8)) != nil }
    }

    /// Every text of a value, however deep.
    private static func dump(_ value: Any, into words: inout [[UInt8]]) {
        var waiting: [Any] = [value]
        while let next = waiting.popLast() {
            if let text = next as? ByteString { words.append(text.bytes) }
            if let text = next as? String { words.append(Array(text.utf8)) }
            for child in Mirror(reflecting: next).children { waiting.append(child.value) }
        }
    }

    /// A build that has a secret in every place a client can put one.
    private func planted(_ secret: String) throws -> Build {
        var made = MadeBuild()
        made.record.text(1, MadeBuild.ref)
        for (key, value) in [
            ("build-arg:NPM_TOKEN", secret), ("build-arg:HARMLESS", "x-\(secret)"),
            ("vcs:source", "https://me:\(secret)@host/a.git"),
            ("vcs:revision", secret), ("context", "https://\(secret)@host/a.git#\(secret)"), ("filename", secret),
            ("label:password", secret), ("target", secret), ("build-arg:BUILDKIT_CACHE_MOUNT_NS", secret),
        ] {
            made.record.message(3) { entry in
                entry.text(1, key)
                entry.text(2, value)
            }
        }
        made.record.message(4) { $0.entry(2, "name", "registry/\(secret):latest") }
        try made.addLog([
            (
                "sha256:1",
                "[a 1/1] RUN --mount=type=cache,id=\(secret),target=/\(secret) curl -H 'Authorization: Bearer \(secret)'",
                false, (1, 2)
            ),
            (
                "sha256:2",
                "[a 1/1] RUN --mount=type=secret,id=\(secret) --mount=type=cache,target=/a,source=\(secret) x", false,
                (1, 2)
            ),
        ])
        try made.addProvenance(
            """
            {"buildDefinition":{"internalParameters":{"buildConfig":{"llbDefinition":[{"id":"s","op":{"Op":{"exec":{"meta":
            {"args":["sh","-c","npm config set //r/:_authToken=\(secret)"]},"network":1,"mounts":[
            {"dest":"/\(secret)","mountType":3,"input":-1,"selector":"/\(secret)","cacheOpt":{"ID":"/\(secret)"}},
            {"dest":"/s","mountType":1,"secretOpt":{"ID":"\(secret)"}}]}}}}],"digestMapping":{"sha256:9":"s"}}}},
            "runDetails":{"metadata":{"buildkit_metadata":{"vcs":{"source":"https://\(secret)@h/x"},"source":{"infos":[
            {"filename":"\(secret)","data":"\(MadeBuild.base64("FROM x\nARG TOKEN=\(secret)\nENV PASSWORD \(secret)\nRUN a --password \(secret)\n"))"}]}}}}}
            """)
        try made.addFailure(
            message: "process \"curl https://u:\(secret)@h/ -u me:\(secret)\" failed",
            dockerfile: "ENV API_KEY=\(secret)")
        let (build, troubles) = made.read()
        #expect(troubles.isEmpty, "\(troubles)")
        return try #require(build)
    }

    @Test("A token of a known shape comes out nowhere")
    func tokens() throws {
        let build = try planted(Self.token)
        #expect(!Self.holds(build, Self.letters), "\(build)")
        #expect(build.networks == ["host"] && build.mounts.count == 3)
        let places = Set(build.credentials.compactMap(\.place.utf8Text))
        for place in [
            "build-arg:NPM_TOKEN", "build-arg:HARMLESS", "vcs:source", "vcs:revision", "context", "failure", "command",
            "mount id", "mount target", "secret id", "dockerfile line 2", "label:password",
        ] {
            #expect(places.contains(place), "\(place) is not among \(places.sorted())")
        }
    }

    @Test("A secret without a shape comes out nowhere, where its place or its name gives it away")
    func values() throws {
        // The same value everywhere: it is known from the argument NPM_TOKEN.
        let build = try planted(Self.value)
        #expect(!Self.holds(build, Self.value), "\(build)")
    }

    @Test("Every argument's value is out of what the log says; the name space stays")
    func arguments() throws {
        var made = MadeBuild()
        made.record.message(3) {
            $0.text(1, "build-arg:VERSION"); $0.text(2, "12.34.56")
        }
        made.record.message(3) {
            $0.text(1, "build-arg:BUILDKIT_CACHE_MOUNT_NS"); $0.text(2, "tenant")
        }
        try made.addLog([("sha256:1", "RUN --mount=type=cache,target=/a fetch 12.34.56", false, (1, 2))])
        let build = try #require(made.read().build)
        #expect(build.mounts.map(\.id) == ["tenant//a"])
        #expect(build.mounts.map(\.command) == ["fetch [redacted]"])
        #expect(build.credentials.isEmpty)
        #expect(build.mounts.first?.started == 1_000_000_000 && build.mounts.first?.finished == 2_000_000_000)
    }

    @Test(
        "What is found, and what is left",
        arguments: [
            ("git clone https://user:pw@host/x", "git clone https://[redacted]@host/x"),
            ("https://abcdef@host/x", "https://[redacted]@host/x"),
            ("ssh://git@host/x", "ssh://git@host/x"), ("git@host:x/y.git", "git@host:x/y.git"),
            ("TOKEN=$TOKEN npm i", "TOKEN=$TOKEN npm i"), ("export API_KEY='a b' x", "export API_KEY='[redacted]' x"),
            ("{\"password\": \"a b\"}", "{\"password\": \"[redacted]\"}"), ("password: x y", "password: [redacted] y"),
            ("Authorization: Basic abc def", "Authorization: [redacted]"),
            ("curl -H 'X-Auth-Token: abc' h", "curl -H 'X-Auth-Token: [redacted]' h"),
            ("curl -u me:pw h", "curl -u [redacted] h"), ("chown --user 10:20 x", "chown --user 10:20 x"),
            ("docker login --password-stdin x", "docker login --password-stdin x"),
            ("ENV SECRET a b\nRUN c", "ENV SECRET [redacted]\nRUN c"), ("TOKEN_FILE=/run/t", "TOKEN_FILE=/run/t"),
            ("--mount=type=secret,id=npm_token,target=/a", "--mount=type=secret,id=npm_token,target=/a"),
            ("author=me path=/x compat=1", "author=me path=/x compat=1"),
            ("x AKIAABCDEFGHIJKLMNOP y", "x [redacted] y"), ("AKIAshort", "AKIAshort"),
            ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "[redacted]"),
            (
                "a -----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY----- b", "a [redacted] b"
            ),
            ("-----BEGIN PRIVATE KEY-----\nAAAA", "[redacted]"),
            ("-----BEGIN CERTIFICATE-----\nAAAA", "-----BEGIN CERTIFICATE-----\nAAAA"),
            ("mypassword=", "mypassword="), ("--token=abc", "--token=[redacted]"),
        ])
    func found(text: String, expected: String) {
        var redactor = Redactor()
        #expect(redactor.clean(Array(text.utf8), place: "x").utf8Text == expected)
        #expect(redactor.credentials.isEmpty == (text == expected))
    }

    @Test("What a part of a name is called makes no secret of the rest")
    func names() {
        var redactor = Redactor()
        #expect(redactor.cleanName(Array("registry/auth:latest".utf8), place: "x") == "registry/auth:latest")
        #expect(redactor.credentials.isEmpty)
        #expect(BuildHistory.redacted(id: ByteString("/a-\(Self.token)")) == "/a-[redacted]")
        #expect(BuildHistory.redacted(id: "//root/.cache/pip") == "//root/.cache/pip")
    }

    @Test("More secret arguments than can be replaced: no text is kept")
    func overwhelmed() throws {
        var redactor = Redactor()
        for number in 0...KnownValues.countLimit + 5 {
            redactor.learn(argument: Array("TOKEN".utf8), value: Array("value-\(number)".utf8))
        }
        #expect(redactor.clean(Array("value-3 and more".utf8), place: "x") == ByteString(Redactor.mark))
    }
}
