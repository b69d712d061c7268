import Bytes
import TestSupport
import Testing

/// What the kernel sees an audit do: nothing is opened but what it needs, and the process locks itself in first.
@Suite(
    .enabled(if: Agent.isRoot, "making devices needs root"),
    .enabled(if: Program.isInstalled("strace"), "strace is not installed"))
struct ConfinementTests {
    private let bench: AuditBench

    init() throws {
        bench = try AuditBench()
        try bench.tree.write("folder/file", "x")
        try bench.tree.write("run", "#!/bin/sh\n")
        try bench.tree.link("out", to: bench.canary)
        try bench.tree.link("folder/up", to: "../..")
        try bench.tree.makeFIFO("fifo")
        try bench.tree.makeSocket("socket")
        try bench.tree.makeDevice("watchdog", 10, 130)
        try bench.shell(["mknod", bench.tree.path + "/disk", "b", "7", "200"])
        try bench.shell(["touch", bench.beside("empty.toml")])
    }

    /// Audits under strace and gives each opening call after the start: its name and the rest of the line.
    private func opens(_ words: [String] = [], as user: [String] = []) throws -> [(call: String, rest: String)] {
        let log = bench.beside("log")
        let calls = "open,openat,openat2,open_tree,creat,execve,name_to_handle_at,open_by_handle_at"
        let run = try bench.audit(
            words, under: ["strace", "-f", "-qq", "-s", "4096", "-e", "trace=" + calls, "-o", log] + user,
            environment: ["BEZOAR_CONFIG": bench.beside("empty.toml")])
        #expect([0, 1, 3].contains(run.status), "\(run.errorText)")
        let lines = try bench.shell(["cat", log]).split(separator: "\n").map(String.init)
        // The loader and the libraries come before the configuration.
        let start = lines.firstIndex { $0.contains("empty.toml") } ?? lines.endIndex
        #expect(start < lines.endIndex)
        return lines[start...].compactMap { line in
            guard let open = line.firstIndex(of: "(") else { return nil }
            let name = line[..<open].split(separator: " ").last.map(String.init) ?? ""
            return (name, String(line[line.index(after: open)...]))
        }
    }

    /// The quoted path of a line; empty where there is none.
    private func path(_ rest: String) -> String {
        let parts = rest.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 ? String(parts[1]) : ""
    }

    private func isAllowed(_ path: String) -> Bool {
        let files: Set<String> = [
            // What the process itself needs.
            "/", "/proc", "/proc/self/fd", "/proc/self/mountinfo", bench.beside("empty.toml"),
            // Where it would come back to, were it not let into the jail.
            ".",
            // Dispatch asks how many processors work.
            "/sys/devices/system/cpu/online",
            // The allocator asks before it gives memory back.
            "/proc/sys/vm/overcommit_memory",
            // The directory that was named, and the manifest's folder.
            bench.tree.path, bench.beside("state"), bench.beside("state") + "/",
        ]
        // With a root directory of its own the process sees the manifest there.
        if files.contains(path) || path.hasPrefix(bench.database) || path.hasPrefix("/m.db") { return true }
        // Dispatch looks at the state of its own threads.
        let parts = path.split(separator: "/")
        return parts.count == 3 && parts[0] == "proc" && parts[1].allSatisfy(\.isNumber) && parts[2] == "stat"
    }

    private func check(_ opens: [(call: String, rest: String)], mayReopen: Bool) throws {
        for open in opens {
            let path = path(open.rest)
            switch open.call {
            case "openat2":
                // The directory that was named, once its path is known to hold no link.
                let isNamed = path == bench.tree.path
                let isBeneath = open.rest.contains("RESOLVE_BENEATH") && !path.hasPrefix("/")
                #expect(open.rest.contains("RESOLVE_NO_SYMLINKS") && (isBeneath || isNamed), "\(open)")
                let isSpecial = ["fifo", "socket", "watchdog", "disk", "out", "up"].contains(path)
                #expect(!isSpecial || open.rest.contains("O_PATH"), "\(open)")
                #expect(!open.rest.contains("O_WRONLY") && !open.rest.contains("O_RDWR"), "\(open)")
                #expect(open.rest.contains("O_PATH") || open.rest.contains("O_NOATIME"), "\(open)")
            case "openat":
                // The second step of an opening in two: a number in /proc/self/fd.
                if mayReopen, !open.rest.hasPrefix("AT_FDCWD"), !path.isEmpty, path.allSatisfy(\.isNumber) {
                    #expect(open.rest.contains("O_NOATIME") && !open.rest.contains("O_RDWR"), "\(open)")
                } else {
                    #expect(isAllowed(path), "\(open)")
                }
            case "open_tree": #expect(path.isEmpty, "\(open)")
            // cachestat: strace prints calls that are newer than itself whatever it is asked for.
            case "syscall_0x1c3": break
            default: Issue.record("an audit has no need of \(open)")
            }
        }
    }

    @Test func nothingElseIsOpened() throws {
        let tree = try bench.listing()
        let outside = try Agent.script("listing.py", [bench.beside("canary")])
        for words in [[], ["--full"], ["--max-file-size", "1"], ["--jobs", "4", "--full"]] {
            try check(try opens(words), mayReopen: false)
        }
        #expect(try bench.listing() == tree)
        #expect(try Agent.script("listing.py", [bench.beside("canary")]) == outside)
    }

    /// What libraries open by an absolute path lies below the root directory of this process: whoever writes there
    /// would choose what it reads, or, with a pipe, that it waits for ever.
    @Test(arguments: ["tree", "state"])
    func nothingPlantedIsRead(place: String) throws {
        let folder = place == "tree" ? bench.tree.path : bench.beside(place)
        for path in [
            "usr/lib/ssl/openssl.cnf", "etc/ssl/openssl.cnf", "dev/urandom", "sys/devices/system/cpu/online",
            "proc/sys/vm/overcommit_memory", "etc/localtime", "etc/ld.so.cache",
        ] {
            try bench.shell([
                "mkdir", "-p", folder + "/" + path.split(separator: "/").dropLast().joined(separator: "/"),
            ])
            try bench.shell(["mkfifo", folder + "/" + path])
        }
        if place == "state" { try bench.shell(["chmod", "1777", folder]) }
        let words = place == "tree" ? ["audit", "--tree", bench.tree.path, "--no-record"] : bench.auditWords()
        let run = try Agent.run(words, under: ["timeout", "30"])
        #expect([1, 3].contains(run.status), "\(run.status) \(run.errorText)")
        #expect(run.errorText.contains("others may write to the folder of the manifest") == (place == "state"))
    }

    @Test func norWithoutAConfinedView() throws {
        // Root without CAP_SYS_ADMIN: no private mount, so each file is opened in two steps.
        let opens = try opens(["--full"], as: ["setpriv", "--bounding-set=-sys_admin", "--inh-caps=-sys_admin"])
        #expect(opens.contains { $0.call == "openat2" && $0.rest.contains("O_PATH") })
        try check(opens.filter { $0.call != "execve" }, mayReopen: true)
    }

    @Test func lockedInBeforeItReads() throws {
        let log = bench.beside("log")
        let calls = "landlock_restrict_self,getdents64,prctl,clone,clone3,execve"
        let run = try bench.audit(under: ["strace", "-f", "-qq", "-e", "trace=" + calls, "-o", log])
        let lines = try bench.shell(["cat", log]).split(separator: "\n").map(String.init)
        guard let lock = lines.firstIndex(where: { $0.contains("landlock_restrict_self") }) else {
            try Test.cancel("this kernel has no Landlock")
        }
        #expect(lines[lock].hasSuffix("= 0"))
        let first = try #require(
            lines.firstIndex { $0.contains("getdents64(") || $0.contains("clone(") || $0.contains("clone3(") },
            "\(run.status) \(run.errorText)")
        #expect(lock < first, "a thread or a listing came before the lock")
    }

    @Test func noNewPrivileges() throws {
        try bench.shell(["fallocate", "-l", "3G", bench.tree.path + "/big"])
        let audit = try Agent.start(bench.auditWords())
        try Agent.waitUntilWalking(audit)
        let status = try bench.shell(["cat", "/proc/\(audit.process)/status"])
        #expect(status.contains("NoNewPrivs:\t1\n"), "\(status)")
        #expect(!status.contains("Seccomp:") || status.contains("Seccomp:\t2\n"), "\(status)")
        audit.signal(15)
        _ = try audit.wait(atMost: Agent.patience)
    }

    /// Without `--output` the manifest's folder is the root directory, where there is no /etc. With it, Landlock
    /// refuses.
    @Test(arguments: [([], "ENOENT"), (["-o"], "EACCES")])
    func whatTheLockRefuses(words: [String], answer: String) throws {
        // strace changes the first openat2 of each thread into a plain opening of /etc, without any of the limits that
        // the program asks for. Before the lock that works; after it, it must not.
        let audit = ["audit", "--tree", bench.tree.path, "--db", bench.database, "--format", "json"]
        let more = words.isEmpty ? [] : words + [bench.beside("state/report")]
        let log = bench.beside("log")
        let path = "2f65746300"
        let flags = "0000080000000000"
        let how = flags + String(repeating: "0", count: 32)
        let run = try Agent.run(
            audit + more,
            under: [
                "strace", "-f", "-qq", "-e", "trace=openat2,landlock_restrict_self", "-e",
                "inject=openat2:poke_enter=@arg2=\(path),@arg3=\(how):when=1", "-o", log,
            ])
        let lines = try bench.shell(["cat", log]).split(separator: "\n").map(String.init)
        guard let lock = lines.firstIndex(where: { $0.contains("landlock_restrict_self") }) else {
            try Test.cancel("this kernel has no Landlock, or this strace changes no arguments")
        }
        let before = lines[..<lock].filter { $0.contains("\"/etc\"") }
        let after = lines[lock...].filter { $0.contains("\"/etc\"") }
        #expect(!before.isEmpty && before.allSatisfy { !$0.contains("= -1") }, "\(before)")
        #expect(!after.isEmpty && after.allSatisfy { $0.contains("= -1 \(answer)") }, "\(after)")
        // The folder that could not be opened is not passed over. One that was not there is looked for once more, and
        // what lies in it is found.
        #expect(run.status == (answer == "ENOENT" ? 1 : 3))
    }

    @Test(arguments: ["landlock_restrict_self", "capset", "prctl", "seccomp"])
    func aRefusedLockStandsInTheReport(call: String) throws {
        #expect(try bench.audit().report().json["summary"]?["lockedIn"] == .boolean(true))
        let version = try Agent.run(["version", "--verbose"])
        if version.text.contains("release") { try Test.cancel("a release build has no failure hook") }
        let run = try bench.audit(environment: ["BEZOAR_FAIL_CALL": call + "/1:1"])
        let summary = try run.report().json["summary"]
        #expect(summary?["lockedIn"] == .boolean(false))
        let failure = summary?["lockFailure"]?.string ?? ""
        #expect(failure.contains("could not be locked in") && failure.contains(call), "\(failure)")
    }

    @Test func doctorSaysWhatIsInForce() throws {
        let text = try Agent.run(["doctor", "--db", bench.database]).text
        for word in ["openat2", "Landlock", "system calls", "confined view"] { #expect(text.contains(word), "\(text)") }
    }
}
