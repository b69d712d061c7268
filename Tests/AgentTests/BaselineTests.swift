import Bytes
import TestSupport
import Testing

/// A signed baseline travels from one host to another, and nothing else does.
struct BaselineTests {
    private let bench: AuditBench
    private let keys: Keys
    private var file: String { bench.beside("golden") }
    private var edited: String { bench.beside("edited") }

    init() throws {
        bench = try AuditBench()
        keys = try Keys(bench)
        for name in ["a", "b", "folder/c"] { try bench.tree.write(name, "content of \(name)") }
        try bench.tree.write(bytes: [0xff, 0x0a], "odd name")
        try bench.tree.link("link", to: "a")
        _ = try bench.audit()
        let run = try Agent.run(["baseline", "export", file, "--key", keys.secret, "--db", bench.database])
        #expect(run.status == 0, "\(run.errorText)")
    }

    private var other: String { bench.beside("state/other.db") }

    private func importing(_ file: String, key: String? = nil) throws -> Run {
        try Agent.run([
            "baseline", "import", file, "--key", key ?? keys.open, "--name", "golden", "--db", other,
        ])
    }

    private func diff() throws -> Run {
        try Agent.run(["baseline", "diff", "--name", "golden", "--db", other, "--format", "json"])
    }

    /// An import that must fail with these words and leave no baseline of that name.
    private func expectRefusal(_ file: String, key: String? = nil, _ words: [String], exit: Int32 = 4) throws {
        let run = try importing(file, key: key)
        #expect(run.status == exit, "\(run.status) \(run.errorText)")
        for word in words { #expect(run.errorText.contains(word), "\(run.errorText)") }
        #expect(!run.isCrash)
        let compared = try diff()
        #expect(compared.status == 4, "\(compared.text)")
    }

    /// Who vouches for what stands there is told what is known to be wrong with it.
    @Test func openFindingsAreCounted() throws {
        func words(_ command: [String]) throws -> String {
            let run = try Agent.run(["baseline"] + command + ["--db", bench.database])
            #expect(run.status == 0, "\(run.errorText)")
            return run.errorText
        }
        let export = ["export", file, "--key", keys.secret, "--replace"]
        #expect(try !words(["accept"]).contains("open finding"))
        #expect(try !words(export).contains("open finding"))
        try bench.tree.link("out", to: bench.canary)
        #expect(try bench.audit(["--fail-on", "never"]).report().findings.contains { $0.rule == "symlink-escape" })
        #expect(try words(["accept"]).contains("1 open finding (1 "))
        #expect(try words(export).contains("1 open finding (1 "))
    }

    @Test func toAnotherHostAndBack() throws {
        #expect(try importing(file).status == 0)
        // The other host has the same cache in the same place.
        let audit = ["audit", "--tree", bench.tree.path, "--db", other]
        #expect(try Agent.run(audit).status == 0)
        let same = try diff()
        #expect(same.status == 0, "\(same.text)\(same.errorText)")
        try bench.tree.write("a", "poison")
        try bench.tree.write("new", "x")
        try bench.tree.remove("b")
        #expect(try Agent.run(audit).status == 0)
        let changed = try diff()
        #expect(changed.status == 1)
        let summary = try changed.report().json["summary"]
        #expect(["added", "removed", "modified", "moved"].map { summary?[$0]?.integer } == [1, 1, 1, 0])
    }

    @Test func aCacheThatWasNeverAuditedHereIsNotTheSame() throws {
        let elsewhere = bench.beside("elsewhere")
        try bench.shell(["mkdir", elsewhere])
        #expect(try importing(file).status == 0)
        #expect(try Agent.run(["audit", "--tree", elsewhere, "--db", other]).status == 0)
        let run = try diff()
        #expect(run.status == 3, "\(run.text)")
        let json = try run.report().json
        #expect(json["complete"]?.boolean == false)
        #expect(json["notCompared"]?.array?.map { $0["cache"]?.string } == [bench.tree.path])
        #expect(json["notCompared"]?.array?.map { $0["reason"]?.string } == ["not-audited"])
        let text = try Agent.run(["baseline", "diff", "--name", "golden", "--db", other]).text
        #expect(text.hasPrefix("NOT COMPARED: 1 cache was never audited here (baseline golden of "), "\(text)")
        // Audited once and left out the next time: compared, and the time is said.
        #expect(try Agent.run(["audit", "--tree", bench.tree.path, "--db", other]).status == 0)
        #expect(try Agent.run(["audit", "--tree", elsewhere, "--db", other]).status == 0)
        let older = try diff()
        #expect(older.status == 0, "\(older.text)")
        #expect(try older.report().json["older"]?.array?.map { $0["cache"]?.string } == [bench.tree.path])
    }

    @Test func whatIsWrittenHoldsNoSecretAndIsPrivateToNobody() throws {
        let text = try bench.shell(["cat", file])
        #expect(!text.contains("PRIVATE"))
        #expect(text.split(separator: "\n").count == 7)
        #expect(!(try bench.shell(["ls", bench.beside("")]).contains(".new")))
    }

    @Test func wrongKeys() throws {
        let others = try Keys(bench, name: "others")
        try expectRefusal(file, key: others.open, ["signed with the key"])
        let curve = try Keys(bench, name: "curve", kind: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"])
        let rsa = try Keys(bench, name: "rsa", kind: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"])
        let exchange = try Keys(bench, name: "exchange", kind: ["-algorithm", "x25519"])
        for key in [curve, rsa, exchange] {
            try expectRefusal(file, key: key.open, ["Ed25519"])
            let run = try Agent.run(["baseline", "export", edited, "--key", key.secret, "--db", bench.database])
            #expect(run.status == 4)
            #expect(run.errorText.contains("Ed25519"), "\(run.errorText)")
            #expect(try Program.run(["test", "-e", edited]).status != 0)
        }
        // The wrong half of the right key, and one under a passphrase.
        let export = ["baseline", "export", edited, "--db", bench.database, "--key"]
        let swapped = try Agent.run(export + [keys.open])
        #expect(swapped.status == 4)
        #expect(swapped.errorText.contains("this is a public key"), "\(swapped.errorText)")
        try expectRefusal(file, key: keys.secret, ["this is a private key", "-pubout"])
        let locked = bench.beside("locked")
        try bench.shell(["openssl", "pkey", "-in", keys.secret, "-aes256", "-passout", "pass:x", "-out", locked])
        let closed = try Agent.run(export + [locked])
        #expect(closed.status == 4)
        #expect(closed.errorText.contains("under a passphrase"), "\(closed.errorText)")
        try expectRefusal(file, key: bench.beside("missing"), ["missing"])
        try expectRefusal(file, key: "/dev/zero", ["/dev/zero"])
        try expectRefusal(file, key: bench.canary, ["Ed25519"])
        try expectRefusal(file, key: bench.tree.path, [])
    }

    @Test(arguments: [
        "header-host", "header-time", "row-digest", "row-path", "row-removed", "row-added", "row-twice", "rows-swapped",
        "footer-count", "footer-signature", "footer-key", "footer-removed", "cut", "cut-in-line", "header-only",
        "empty",
        "newline-at-end", "long-line", "duplicate-key", "not-json", "byte-order-mark", "zero-byte", "carriage-returns",
        "deep-json",
    ])
    func edits(how: String) throws {
        try Agent.script("rewrite.py", [file, edited, how])
        try expectRefusal(edited, [edited, "nothing was imported"])
    }

    @Test(arguments: [
        "signed-path-up", "signed-path-absolute", "signed-path-dot", "signed-path-empty", "signed-path-zero",
        "signed-duplicate-key", "signed-duplicate-row", "signed-bad-digest", "signed-negative-size", "signed-huge-mode",
        "signed-kind", "signed-number-path", "signed-wrong-schema", "signed-newer-schema", "signed-no-host",
        "signed-bad-percent", "signed-size-overflow", "signed-missing-digest",
    ])
    func whatASignerShouldNotHaveSigned(how: String) throws {
        try Agent.script("rewrite.py", [file, edited, how, keys.secret])
        try expectRefusal(edited, [edited])
    }

    @Test func signedAgainUnchanged() throws {
        // Shows that the refusals above are not for the signature's sake.
        try Agent.script("rewrite.py", [file, edited, "signed-same", keys.secret])
        #expect(try importing(edited).status == 0)
    }

    @Test func files() throws {
        try expectRefusal(bench.beside("missing"), ["missing"])
        try expectRefusal(bench.tree.path, [bench.tree.path])
        try expectRefusal("/dev/zero", ["/dev/zero"])
        let nowhere = [
            "baseline", "export", bench.beside("no/such/file"), "--key", keys.secret, "--db", bench.database,
        ]
        #expect(try Agent.run(nowhere).status == 4)
        let full = ["baseline", "export", bench.beside("state"), "--key", keys.secret, "--db", bench.database]
        #expect(try Agent.run(full).status == 4)
    }

    @Test(.enabled(if: Agent.isRoot, "mounting needs root"))
    func ontoAFullDisk() throws {
        try bench.tree.makeFolder("many")
        try Agent.script("many.py", [bench.tree.path + "/many", "3000"])
        _ = try bench.audit()
        let small = bench.beside("small")
        try bench.shell(["mkdir", small])
        try bench.mount(["-t", "tmpfs", "-o", "size=100k", "none"], at: small)
        let words = ["baseline", "export", small + "/golden", "--key", keys.secret, "--db", bench.database]
        let run = try Agent.run(words)
        #expect(run.status == 4)
        #expect(
            run.errorText.contains(small + "/golden: the baseline cannot be written: No space left"), "\(run.errorText)"
        )
        #expect(try bench.shell(["ls", small]).isEmpty)
    }

    @Test func names() throws {
        for name in ["", "../x", "a/b", "x\ny", "last", "-x", String(repeating: "n", count: 5000)] {
            let run = try Agent.run(
                ["baseline", "import", file, "--key", keys.open, "--name", name, "--db", other])
            #expect(run.status == 2 || run.status == 4 || run.status == 0, "\(name)")
            #expect(!run.errors.contains(0x1b))
        }
    }

    @Test func nothingIsReplacedUnlessToldTo() throws {
        #expect(try importing(file).status == 0)
        let refused = try importing(file)
        #expect(refused.status == 4)
        #expect(refused.errorText.contains("already; give another --name, or --replace"), "\(refused.errorText)")
        let again = ["baseline", "import", file, "--key", keys.open, "--name", "golden", "--db", other, "--replace"]
        #expect(try Agent.run(again).status == 0)
        let export = ["baseline", "export", file, "--key", keys.secret, "--db", bench.database]
        let before = try bench.shell(["sha256sum", file])
        let kept = try Agent.run(export)
        #expect(kept.status == 4)
        #expect(kept.errorText.contains("it is there already"), "\(kept.errorText)")
        #expect(try bench.shell(["sha256sum", file]) == before)
        #expect(try Agent.run(export + ["--replace"]).status == 0)
        #expect(try bench.shell(["sha256sum", file]) != before)
        #expect(!(try bench.shell(["ls", "-A", bench.beside("")]).contains(".new")))
        // Not even then a link, or what is no file.
        try bench.shell(["ln", "-s", bench.canary, edited])
        #expect(try Agent.run(["baseline", "export", edited] + export.dropFirst(3) + ["--replace"]).status == 4)
        #expect(try bench.shell(["cat", bench.canary]) == "nobody reads this\n")
        let fifo = bench.beside("fifo")
        try bench.shell(["mkfifo", fifo])
        #expect(try Agent.run(["baseline", "export", fifo] + export.dropFirst(3) + ["--replace"]).status == 4)
        #expect(try Agent.run(["doctor", "--db", other]).status == 0)
    }
}
