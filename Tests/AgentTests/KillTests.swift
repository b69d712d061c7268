import TestSupport
import Testing

/// The power goes, at any moment: the manifest opens, is sound, and the next audit is exact.
struct KillTests {
    @Test func atRandomMoments() throws {
        let bench = try AuditBench()
        let rounds = Agent.isLong ? 300 : 40
        var random = SeededGenerator(seed: 20)
        try Agent.script("many.py", [bench.tree.path, "3000", "60"])
        let clock = ContinuousClock()
        var moments = KillMoments(longest: try clock.measure { _ = try bench.audit(["--full"]) }, seed: 21)
        for round in 0..<rounds {
            for _ in 0..<20 {
                let number = random.int(0...49)
                try bench.tree.write("folder000\(number / 10)\(number % 10)/file\(random.int(0...9999))", "\(round)")
            }
            let words = random.once(in: 2) ? ["--full"] : []
            let audit = try Agent.start(bench.auditWords(words))
            moments.wait()
            audit.signal(9)
            moments.note(wasInTime: try audit.wait(atMost: Agent.patience).status == 128 + 9)
            if round > 0 {
                // A reader first: it must cope with what the dead left beside the file.
                let doctor = try Agent.run(["doctor", "--db", bench.database])
                #expect(doctor.status == 0, "round \(round): \(doctor.text)")
            }
            let run = try bench.audit()
            #expect(run.status == 0, "round \(round): \(run.text)\(run.errorText)")
            let answer = try Agent.script("compare.py", [bench.database, bench.tree.path])
            #expect(answer == "equal\n", "round \(round): \(answer)")
        }
        // How many is for the machine to decide; but a test in which nobody is killed tests nothing.
        #expect(moments.inTime > rounds / 10, "only \(moments.inTime) of \(rounds) were killed in time")
        #expect(try Agent.run(["doctor", "--db", bench.database]).status == 0)
        // A writer tidies up at its end; a reader leaves the empty files that it needed.
        #expect(try bench.audit().status == 0)
        #expect(try bench.shell(["ls", bench.beside("state")]) == "m.db\nm.db.lock\n")
    }

    @Test func whileABaselineIsExportedOrAccepted() throws {
        let bench = try AuditBench()
        try Agent.script("many.py", [bench.tree.path, "4000"])
        _ = try bench.audit()
        let keys = try Keys(bench)
        var random = SeededGenerator(seed: 3)
        let file = bench.beside("exported")
        for _ in 0..<(Agent.isLong ? 100 : 12) {
            for words in [["accept"], ["export", file, "--key", keys.secret]] {
                let command = try Agent.start(["baseline"] + words + ["--db", bench.database])
                Program.pause(microseconds: UInt32(random.int(0...60_000)))
                command.signal(9)
                _ = try command.wait(atMost: Agent.patience)
            }
            #expect(try Agent.run(["doctor", "--db", bench.database]).status == 0)
            // A file of that name is whole, or not there.
            if try Program.run(["test", "-e", file]).status == 0 {
                let words = ["baseline", "import", file, "--key", keys.open, "--name", "other", "--replace", "--db"]
                #expect(try Agent.run(words + [bench.beside("state/other.db")]).status == 0)
            }
        }
    }
}
