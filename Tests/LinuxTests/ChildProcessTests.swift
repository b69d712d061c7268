import Linux
import TestSupport
import Testing

/// Programs that this process starts.
@Suite struct ChildProcessTests {
    /// Runs a line of shell and waits for its end.
    private func shell(
        _ line: String, environment: [String] = ["PATH=/usr/bin:/bin"], isGentle: Bool = false
    ) throws -> (ending: ChildProcess.Ending, output: String, errors: String) {
        let child = try ChildProcess(starting: command(line, environment: environment, isGentle: isGentle))
        let ending = try end(of: child)
        return (ending, try text(child.output), try text(child.errors))
    }

    private func command(
        _ line: String, environment: [String] = ["PATH=/usr/bin:/bin"], isGentle: Bool = false
    ) -> ChildProcess.Command {
        ChildProcess.Command(
            program: Array("/bin/sh".utf8), arguments: ["sh", "-c", line].map { Array($0.utf8) },
            environment: environment.map { Array($0.utf8) }, isGentle: isGentle)
    }

    private func end(of child: borrowing ChildProcess) throws -> ChildProcess.Ending {
        for _ in 0..<5000 {
            if let ending = try child.reap() { return ending }
            Clock.pause(milliseconds: 2)
        }
        try child.signal(Signals.kill)
        throw Program.Failure(description: "the child never ended")
    }

    private func text(_ pipe: borrowing Descriptor) throws -> String {
        var buffer = ReadBuffer(capacity: 4096)
        var bytes: [UInt8] = []
        // A program that another test starts at this moment holds the other end of the pipe until it is replaced.
        for _ in 0..<5000 {
            do throws(SystemError) {
                if try buffer.readNext(from: pipe) == 0 { return String(decoding: bytes, as: UTF8.self) }
                buffer.append(to: &bytes)
            } catch {
                guard error.number == SystemError.tryAgain else { throw error }
                Clock.pause(milliseconds: 2)
            }
        }
        throw Program.Failure(description: "the pipe never ended")
    }

    @Test func whatItSaysAndHowItEnds() throws {
        let run = try shell("echo out; echo err >&2; echo \"$A\"; cat; exit 3", environment: ["A=b c", "PATH=/bin"])
        #expect(run.ending == .exit(3))
        #expect(run.output == "out\nb c\n")
        #expect(run.errors == "err\n")
    }

    @Test func aSignalEndsIt() throws {
        #expect(try shell("kill -9 $$").ending == .signal(9))
        let child = try ChildProcess(starting: command("sleep 100 & sleep 100"))
        #expect(try child.reap() == nil)
        // The whole group gets it, so nobody keeps the pipe open.
        try child.signal(Signals.terminate)
        #expect(try end(of: child) == .signal(15))
        #expect(try text(child.output).isEmpty)
    }

    @Test func itHasThreeStreamsAndAGroupOfItsOwn() throws {
        let run = try shell("ls /proc/self/fd | wc -l; [ $(cut -d' ' -f5 /proc/$$/stat) = $$ ] && echo leads")
        // The fourth is the folder that ls reads.
        #expect(run.output == "4\nleads\n")
    }

    @Test func itsSignalsAreAsUsual() throws {
        let run = try shell("grep -E 'Sig(Blk|Ign)' /proc/self/status")
        let sets = run.output.split(separator: "\n").compactMap { UInt64($0.suffix(16), radix: 16) }
        // Those above 31 belong to the C library.
        #expect(sets.map { $0 & 0x7fff_ffff } == [0, 0], "\(run.output)")
    }

    @Test func aGentleOneHasTheLowestPriority() throws {
        let run = try shell("cut -d' ' -f19,41 /proc/self/stat", isGentle: true)
        // Nice 19, and class 5: SCHED_IDLE.
        #expect(run.output == "19 5\n")
        let usual = try shell("cut -d' ' -f41 /proc/self/stat")
        #expect(usual.output == "0\n")
    }

    @Test func whatCannotBeStarted() throws {
        let missing = ChildProcess.Command(
            program: Array("/nonexistent/program".utf8), arguments: [Array("x".utf8)], environment: [],
            isGentle: false)
        #expect(throws: SystemError(SystemError.notFound, .fork)) { _ = try ChildProcess(starting: missing) }
        #expect(throws: SystemError.self) { _ = try ChildProcess(starting: command("echo a\0b")) }
        let none = ChildProcess.Command(
            program: Array("/bin/true".utf8), arguments: [], environment: [], isGentle: false)
        // Whatever the kernel makes of it: no trap. Nobody else would reap it, and exit tests wait for any child.
        guard let child = try? ChildProcess(starting: none) else { return }
        _ = try end(of: child)
    }

    @Test func manyDescriptorsAtOnce() throws {
        let child = try ChildProcess(starting: command("exec cat /dev/zero"))
        var entries = [PollEntry(child.output.number), PollEntry(child.errors.number)]
        try PollEntry.wait(&entries, milliseconds: 10_000)
        #expect(entries[0].ready == .reading && entries[1].ready == [])
        try child.signal(Signals.kill)
        #expect(try end(of: child) == .signal(9))
        var none: [PollEntry] = []
        try PollEntry.wait(&none, milliseconds: 1)
        var many = Array(repeating: PollEntry(child.output.number), count: PollEntry.limit + 1)
        #expect(throws: SystemError.self) { try PollEntry.wait(&many, milliseconds: 0) }
    }
}
