import Bytes
import TestSupport
import Testing

/// What leaves the program, and where it goes.
struct OutputTests {
    private let bench: AuditBench

    init() throws {
        bench = try AuditBench()
        try bench.tree.write("file", "x")
    }

    /// Names that attack terminals, logs and readers.
    private func makeHostileNames() throws {
        let names: [[UInt8]] = [
            [0xff, 0xfe], Array("new\nline".utf8), Array("esc\u{1b}[31mred".utf8), Array("bidi\u{202e}gnp.exe".utf8),
            Array("::error file=x::owned".utf8), Array("a\n::error::owned".utf8), Array("<script>alert(1)".utf8),
            Array("zero\u{200b}width".utf8), Array("line\u{2028}separator".utf8), [0x9b, 0x33, 0x31, 0x6d],
            Array("\u{9b}31m".utf8), Array("##vso[task.setvariable]x".utf8),
        ]
        for name in names {
            try bench.tree.write(bytes: name, "x")
            // A finding for each, so that the name stands in every format.
            try bench.shell(["chmod", "-R", "u+s", bench.tree.path])
        }
    }

    /// In a container the kernel's name for the host is nobody's: what it is told counts in every report.
    @Test func theHostIsCalledAsToldEverywhere() throws {
        let told = ["BEZOAR_HOST_NAME": "runner-1", "BEZOAR_DB": bench.database]
        #expect(try Agent.run(["audit", "--tree", bench.tree.path], environment: told).status == 0)
        let reports = [["caches", "--state", bench.tree.path], ["doctor"], ["hunt", "pkg:npm/x"]]
        for words in reports {
            let run = try Agent.run(words + ["--format", "json"], environment: told)
            #expect(try JSON.parse(run.output)["host"]?.string == "runner-1", "\(words) \(run.errorText)")
        }
        let keys = try Keys(bench)
        let file = bench.beside("baseline")
        let export = ["baseline", "export", file, "--key", keys.secret]
        #expect(try Agent.run(export, environment: told).status == 0)
        #expect(try bench.shell(["head", "-1", file]).contains("runner-1"))
    }

    @Test(arguments: ["text", "json", "jsonl", "sarif"])
    func hostileNamesAreHarmless(format: String) throws {
        try makeHostileNames()
        let run = try Agent.run(["audit", "--tree", bench.tree.path, "--no-record", "--format", format, "-v"])
        #expect(run.status == 1, "\(run.errorText)")
        #expect(run.output.count > 2000)
        let file = bench.beside("report")
        try bench.shell(["touch", file])
        _ = try Agent.run(
            ["audit", "--tree", bench.tree.path, "--no-record", "--format", format, "-v", "-o", file])
        #expect(try Agent.script("formats.py", [format, file, fixture("")]) == "13 names\n")
    }

    @Test func machineFormatsFitTheirSchemas() throws {
        let database = "--db \(bench.database)"
        for (schema, command) in [
            ("audit-1", "audit --tree \(bench.tree.path) --no-record"),
            ("audit-1", "audit --tree \(bench.tree.path) \(database)"),
            ("audit-1", "audit --tree \(bench.tree.path) \(database) --tree \(bench.beside("missing"))"),
            ("baseline-diff-1", "baseline diff --last \(database)"), ("doctor-1", "doctor \(database)"),
            ("version-1", "version"), ("rules-1", "rules list"), ("rules-1", "rules explain setuid-file"),
        ] {
            let file = bench.beside("document")
            let run = try Agent.shell("\"$B\" \(command) --format json >\(file)")
            #expect([0, 1, 3].contains(run.status), "\(command): \(run.errorText)")
            #expect(try Agent.script("schema.py", [schema, file]) == "fits\n", "\(command)")
            try bench.tree.write("more", "y")
        }
    }

    @Test func noColourInAPipe() throws {
        let words = ["audit", "--tree", bench.tree.path, "--no-record"]
        #expect(!(try Agent.run(words).output.contains(0x1b)))
        #expect(try Agent.run(words + ["--color", "always"]).output.contains(0x1b))
    }

    @Test(.enabled(if: Program.isInstalled("script"), "a terminal is made by script(1)"))
    func colourOnATerminalUnlessToldOtherwise() throws {
        let line = "\"$B\" audit --tree \(bench.tree.path) --no-record"
        func onTerminal(_ before: String, _ after: String = "") throws -> Run {
            try Agent.shell("script -qec '\(before) \(line) \(after)' /dev/null </dev/null")
        }
        let plain = try onTerminal("TERM=xterm")
        #expect(plain.output.contains(0x1b), "\(plain.text)")
        #expect(!(try onTerminal("NO_COLOR=1", "2>/dev/null").output.contains(0x1b)))
        #expect(!(try onTerminal("", "--color never 2>/dev/null").output.contains(0x1b)))
    }

    @Test(.enabled(if: Program.isInstalled("script"), "a terminal is made by script(1)"))
    func progressOnlyOnATerminal() throws {
        try bench.tree.writeSparse("big", size: 800 << 20)
        let line = "\"$B\" audit --tree \(bench.tree.path) --no-record --color never"
        // What erases a line: only a progress line writes it.
        let erase = "\r"
        let shown = try Agent.shell("script -qec '\(line) >/dev/null' /dev/null </dev/null")
        #expect(shown.text.contains(erase + "\u{1b}[K") || shown.text.contains("\u{1b}[2K"), "\(shown.text)")
        #expect(try Agent.shell("script -qec '\(line) >/dev/null --no-progress' /dev/null </dev/null").output.isEmpty)
        #expect(try Agent.shell("script -qec '\(line) >/dev/null -q' /dev/null </dev/null").output.isEmpty)
        #expect(try Agent.shell(line + " >/dev/null").errors.isEmpty)
    }

    @Test func intoAFile() throws {
        let words = ["audit", "--tree", bench.tree.path, "--no-record", "--format", "json", "-o"]
        let run = try Agent.run(words + [bench.beside("report.json")])
        #expect(run.status == 0)
        #expect(run.output.isEmpty && run.errors.isEmpty, "\(run.errorText)")
        #expect(try Agent.script("schema.py", ["audit-1", bench.beside("report.json")]) == "fits\n")
        #expect(try bench.shell(["ls", bench.beside("")]).contains("report.json\n"))
        #expect(!(try bench.shell(["ls", "-A", bench.beside("")]).contains(".new")))
        let missing = try Agent.run(words + [bench.beside("no/folder/report.json")])
        #expect(missing.status == 4)
        #expect(missing.errorText.contains("no/folder/report.json"), "\(missing.errorText)")
        let folder = try Agent.run(words + [bench.beside("state")])
        #expect(folder.status == 4)
    }

    @Test(.enabled(if: Agent.isRoot, "making a device needs root"))
    func intoADeviceOrAPipe() throws {
        try bench.shell(["mknod", bench.beside("null"), "c", "1", "3"])
        try bench.shell(["mkfifo", bench.beside("pipe")])
        let words = "audit --tree \(bench.tree.path) --no-record --format json -o"
        #expect(try Agent.shell("\"$B\" \(words) \(bench.beside("null"))").status == 0)
        #expect(try bench.shell(["stat", "-c", "%F", bench.beside("null")]) == "character special file\n")
        let piped = try Agent.shell("cat \(bench.beside("pipe")) & \"$B\" \(words) \(bench.beside("pipe")); wait $!")
        #expect(try piped.report().count("files") == 1)
        #expect(try Agent.shell("\"$B\" \(words) /dev/stdout | cat").report().count("files") == 1)
        let file = bench.beside("redirected")
        let redirected = try Agent.shell("\"$B\" \(words) /dev/stdout >\(file) && cat \(file)")
        #expect(try redirected.report().count("files") == 1)
    }

    /// Whoever may write into the folder of the report can prepare names there, but not the one that is used.
    @Test(.enabled(if: Program.isInstalled("strace"), "the opened names are shown by strace"))
    func theDraftOfAReportIsNewAndUnguessable() throws {
        let words = ["audit", "--tree", bench.tree.path, "--no-record", "-o", bench.beside("report")]
        var names: Set<Substring> = []
        for _ in 0..<2 {
            let trace = bench.beside("trace")
            let run = try Agent.run(words, under: ["strace", "-f", "-e", "trace=openat", "-o", trace])
            #expect(run.status == 0, "\(run.errorText)")
            let opens = try bench.shell(["cat", trace]).split(separator: "\n").filter { $0.contains(".new\"") }
            #expect(opens.count == 1)
            for line in opens {
                #expect(line.contains("O_EXCL") && line.contains("O_NOFOLLOW"), "\(line)")
                names.formUnion(line.split(separator: "\"").filter { $0.hasSuffix(".new") })
            }
        }
        #expect(names.count == 2)
    }

    @Test func changesNameTheCommandThatListsThem() throws {
        let words = ["audit", "--tree", bench.tree.path, "--db", bench.database]
        #expect(try Agent.run(words).errors.isEmpty)
        try bench.tree.write("more", "y")
        let hint = "`bezoar baseline diff --last --db \(bench.database)` lists what changed"
        #expect(try Agent.run(words).errorText.contains(hint))
        #expect(try Agent.run(words).errors.isEmpty)
    }

    @Test func stdoutThatTakesNothing() throws {
        let audit = "\"$B\" audit --tree \(bench.tree.path) --db \(bench.database) --format json"
        let full = try Agent.shell("\(audit) >/dev/full")
        #expect(full.status == 4)
        #expect(full.errorText.contains("stdout cannot be written to: No space left"), "\(full.errorText)")
        for line in [audit, "\"$B\" version", "\"$B\" rules list", "\"$B\" help", "\"$B\" doctor --db /dev/null"] {
            #expect(try Agent.shell("\(line) >&-").status == 4, "\(line)")
            #expect(try Agent.shell("\(line) <&- >&- 2>&-").status == 4, "\(line)")
        }
        // With descriptor 1 free, the next file to be opened would have got the report.
        #expect(try bench.shell(["cat", bench.database + ".lock"]).count < 12)
        #expect(try bench.audit().report().count("reused") == 1)
        #expect(try Agent.run(["doctor", "--db", bench.database]).status == 0)
    }

    @Test func aReaderThatGoesAway() throws {
        try Agent.script("many.py", [bench.tree.path, "3000"])
        try bench.shell(["chmod", "-R", "u+s", bench.tree.path])
        let line = "\"$B\" audit --tree \(bench.tree.path) --db \(bench.database) --format jsonl -v | head -1"
        let run = try Agent.shell("set -o pipefail; \(line); echo \"status ${PIPESTATUS[0]}\" >&2")
        #expect(run.text.hasPrefix("{\"type\":\"audit\",\"schema\":\"bezoar.audit-line/1\""))
        #expect(run.errorText == "status 141\n" || run.errorText == "status 1\n", "\(run.errorText)")
        #expect(try bench.audit().report().count("reused") > 0, "the audit itself was recorded")
    }
}
