import TestSupport
import Testing

/// A host that gives no more threads: `pids.max` of a control group, a limit of processes, a filter of calls.
///
/// Dispatch tries for ever to get one, on the thread that asks it. An audit that asked it there would hang, and not
/// even a request to stop would end it.
@Suite(
    .enabled(if: Agent.isRoot, "the limit does not hold for the user who runs the tests"),
    .enabled(if: Program.isInstalled("setpriv") && Program.isInstalled("prlimit"), "needs setpriv and prlimit"))
struct ThreadShortageTests {
    private let bench: AuditBench

    init() throws {
        bench = try AuditBench()
        for number in 0..<20 { try bench.tree.write("folder-\(number)/file", "\(number)") }
        try bench.shell(["chmod", "-R", "a+rX", bench.beside("")])
    }

    /// Audits as a user of whom only so many threads may exist.
    private func audit(threads: Int, user: Int) throws -> Run {
        try Agent.run(
            ["audit", "--tree", bench.tree.path, "--no-record", "--jobs", "4", "--format", "json"],
            under: [
                "timeout", "60", "setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups", "prlimit",
                "--nproc=\(threads)",
            ])
    }

    @Test func noneAtAll() throws {
        let run = try audit(threads: 1, user: 61_201)
        #expect(run.status == 4, "\(run.status)")
        #expect(run.output.isEmpty)
        #expect(run.errorText.contains("no thread could be started"), "\(run.errorText)")
        #expect(run.errorText.contains("pids.max"), "\(run.errorText)")
    }

    /// One for the walk; two, of which Dispatch's own request takes one; and a few.
    @Test(arguments: [2, 3, 4])
    func fewerThanWanted(threads: Int) throws {
        let run = try audit(threads: threads, user: 61_200 + threads)
        #expect(run.status == 0, "\(run.status): \(run.errorText)")
        #expect(try run.report().count("hashed") == 20)
    }
}
