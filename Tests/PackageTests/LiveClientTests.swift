import TestSupport
import Testing

/// Caches that the clients of this host make while the test runs: nothing is found in them, and poison is.
@Suite(.serialized) struct LiveClientTests {
    /// What pip has to be able to do: keep entries in two files, and trust its own wheels in spite of hashes.
    private static let hasPip = Program.succeeds([
        PythonOracle.interpreter, "-c", "import pip; assert tuple(map(int, pip.__version__.split('.')[:2])) >= (23, 3)",
    ])
    private static let hasNpm = Program.isInstalled("npm")
    /// What Cargo has to be able to do: ask a registry file by file.
    private static let hasCargo =
        Program.isInstalled("git")
        && Program.succeeds([
            "sh", "-c", "cargo --version | { IFS=' .' read -r _ one two _ && [ \"$one\" -gt 1 -o \"$two\" -ge 70 ]; }",
        ])
    private static let yarnProgram = ["yarnpkg", "yarn"].first { Program.isInstalled($0) }
    private static let hasMaven = ["mvn", "java", "javac"].allSatisfy { Program.isInstalled($0) }

    /// Of a wheel that pip built, no lockfile knows the digest: what the cache says of itself is all there is.
    @Test(.enabled(if: hasPip, "pip 23.3 or later is not installed"))
    func pip() throws {
        let project = try PipProject()
        #expect(try project.install() == "hello\n42\n")
        try project.register()
        let clean = try project.bench.audit("m.db")
        #expect(clean.grave == [] && clean.incomplete == [] && clean.status == 0)
        #expect(clean.verdict("pkg:pypi/alpha@1.1", kind: "wheel") == "verified")
        #expect(clean.verdict("pkg:pypi/greet@1.0", kind: "sdist") == "verified")
        #expect(clean.verdict("pkg:pypi/greet@1.0", kind: "built-wheel") == "consistent")
    }

    @Test(
        .enabled(if: hasPip, "pip 23.3 or later is not installed"),
        arguments: [
            ("built", ["record-mismatch", "unpacked-mismatch"]), ("built-and-listed", ["unpacked-mismatch"]),
            ("downloaded", ["checksum-mismatch", "content-address-mismatch"]),
        ])
    func poisonedPip(how: String, rules: [String]) throws {
        let project = try PipProject()
        _ = try project.install()
        try project.register()
        try project.poison(how)
        let report = try project.bench.audit("m.db")
        #expect(report.status == 1)
        #expect(Set(report.grave.map(\.rule)).isSuperset(of: rules), "\(report.grave)")
        let (name, kind) = how == "downloaded" ? ("pkg:pypi/alpha@1.1", "wheel") : ("pkg:pypi/greet@1.0", "built-wheel")
        #expect(report.verdict(name, kind: kind) == "mismatch")
        #expect(report.grave.contains { $0.purl == name })
        // pip takes what it built unseen; what it downloaded it looks at.
        let answer = try project.install()
        #expect((answer == "I am not what you locked\n42\n") == (how != "downloaded"), "\(answer)")
    }

    @Test(.enabled(if: hasNpm, "npm is not installed"))
    func npm() throws {
        let made = try TestTree()
        try PackageBench.run(["python3", fixture("../Tools/npm-cache/make.py"), made.path])
        try check(
            .npm, made: made.file("public.tar.gz"),
            [
                ("new-version", "index-mismatch"), ("repointed-compacted", "checksum-mismatch"),
                ("changed-content", "content-address-mismatch"),
            ])
    }

    @Test(.enabled(if: hasMaven, "Maven and a compiler for Java are not installed"))
    func maven() throws {
        let made = try TestTree()
        try PackageBench.run(["python3", fixture("../Tools/maven-cache/make.py"), made.path])
        try check(
            .maven, made: made.file("maven-3.8.tar.gz"),
            [
                ("m1_jar_changed", "sidecar-mismatch"), ("m2_jar_and_sidecar_changed", "checksum-mismatch"),
                ("m3_remote_metadata", "sidecar-mismatch"),
            ])
    }

    @Test(.enabled(if: hasCargo, "Cargo 1.70 or later, or git, is not installed"))
    func cargo() throws {
        let made = try TestTree()
        try PackageBench.run(["python3", fixture("../Tools/cargo-cache/make.py"), made.path])
        try check(
            .cargo, made: made.file("sample.tar.gz"),
            [("x6-file", "unpacked-mismatch"), ("x7-all", "checksum-mismatch"), ("x8-digest", "index-mismatch")])
    }

    @Test(.enabled(if: Program.isInstalled("go"), "Go is not installed"))
    func go() throws {
        let made = try TestTree()
        try PackageBench.run(["python3", fixture("../Tools/go-cache/make.py"), made.path])
        try check(
            .go, made: made.file("sample.tar.gz"),
            [("x1-file", "unpacked-mismatch"), ("x2-all", "checksum-mismatch"), ("x2-archive", "sidecar-mismatch")])
    }

    @Test(.enabled(if: yarnProgram != nil, "Yarn is not installed"))
    func yarn() throws {
        let made = try TestTree()
        let program = try #require(Self.yarnProgram)
        try PackageBench.run(["python3", fixture("../Tools/yarn-cache/make.py"), made.file("cache.tar.gz"), program])
        let isFirst = try PackageBench.run([program, "--version"]).hasPrefix("1.")
        try check(
            isFirst ? .yarn : .berry, made: made.file("cache.tar.gz"),
            isFirst
                ? [
                    ("y1-file", "unpacked-mismatch"), ("y2-all", "checksum-mismatch"),
                    ("y2-archive", "content-address-mismatch"),
                ] : [("b1-archive", "checksum-mismatch"), ("b2-other-package", "misplaced-entry")])
    }

    /// Nothing is found in the cache that was made; and of each way to poison it, its rule.
    private func check(_ client: SampleClient, made archive: String, _ attacks: [(String, String)]) throws {
        let bench = try PackageBench(client, made: archive)
        let lockfile = try bench.lockfile(client)
        try bench.lock(client, lockfile, in: "m.db")
        let clean = try bench.audit("m.db")
        #expect(clean.grave == [] && clean.incomplete == [] && clean.status == 0)
        #expect(clean.packages.contains { $0.verdict == "verified" })
        #expect(!clean.packages.contains { $0.verdict == "mismatch" })
        for (attack, rule) in attacks {
            let poisoned = try PackageBench(client, made: archive)
            try poisoned.lock(client, lockfile, in: "m.db")
            try poisoned.poison(client, attack)
            let report = try poisoned.audit("m.db")
            #expect(report.status == 1, "\(attack)")
            #expect(report.grave.contains { $0.rule == rule }, "\(attack): \(report.grave)")
        }
    }
}
