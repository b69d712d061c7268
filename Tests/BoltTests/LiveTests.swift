import Bolt
import Linux
import TestSupport
import Testing

/// A writer commits as fast as it can, and each transaction keeps a promise; whatever is read must keep it too.
@Suite(.serialized) struct LiveTests {
    private static let respite: Int64 = 50_000_000_000
    /// How many accepted reads, and how many seconds they may take.
    private static var goal: (reads: Int, seconds: Int) {
        Program.variable("BEZOAR_LONG_TESTS") == nil ? (reads: 300, seconds: 4) : (reads: 10_000, seconds: 900)
    }

    @Test func noReadOfABusyDatabaseIsWrong() throws {
        let goal = Self.goal
        let (tree, writer) = try startWriter(seconds: goal.seconds + 60)
        defer { writer.killNow() }
        let folder = try tree.open()
        let file = try openFile(tree)
        let end = Clock.steady + Int64(goal.seconds) * 1_000_000_000
        var effort = BoltEffort()
        var transactions: Set<UInt64> = []
        var reads = 0
        var unstable = 0
        // Under a sanitizer all is several times slower, but for the writer.
        let isSlow = Program.variable("BEZOAR_SANITIZER") != nil
        // A machine that is slow now may take as long again until there is something to tell.
        func isTelling() -> Bool {
            reads > (isSlow ? 0 : goal.reads / 20) && transactions.count > (isSlow ? 0 : 20)
        }
        while reads < goal.reads, Clock.steady < (isTelling() ? end : end + Self.respite) {
            do throws(BoltError) {
                // By name and by descriptor in turns.
                let database =
                    reads.isMultiple(of: 10)
                    ? try BoltDatabase.read(folder, Array("busy.db".utf8))
                    : try BoltDatabase.read(file, name: "busy.db", effort: &effort)
                reads += 1
                transactions.insert(database.transaction)
                if let wrong = Promise.breach(in: database) {
                    Issue.record("read \(reads): \(wrong)")
                    return
                }
            } catch {
                guard error.kind == .unstable else {
                    Issue.record("read \(reads): \(error)")
                    return
                }
                unstable += 1
            }
        }
        #expect(writer.isRunning)
        #expect(isTelling(), "\(reads) reads; or the writer hardly wrote: \(transactions.count) transactions")
        #expect(effort.faults == 0)
        print("\(reads) reads of \(transactions.count) transactions, \(effort.copies) copies, \(unstable) given up")
    }

    /// The test above proves something only if a careless reader would be caught.
    @Test func aCarelessCopyOfABusyDatabaseIsWrong() throws {
        let (tree, writer) = try startWriter(seconds: 60)
        defer { writer.killNow() }
        let file = try openFile(tree)
        var wrong = 0
        for _ in 0..<20 {
            let size = Int(try file.status().size)
            // A long pause within a copy stands for a slow disk.
            let first = try file.bytes(at: 0, count: size / 4)
            Clock.pause(milliseconds: 40)
            let rest = try file.bytes(at: Int64(first.count), count: size - first.count)
            do {
                let database = try BoltDatabase(bytes: first + rest)
                try database.check()
                if Promise.breach(in: database) != nil { wrong += 1 }
            } catch {
                wrong += 1
            }
        }
        #expect(wrong > 0)
    }

    /// The daemon holds an exclusive lock; nobody may wait for it, and a file that was read is as it was.
    @Test func readingTakesNoLockAndLeavesNoTrace() throws {
        let tree = try TestTree()
        try BoltWriter.run("make", "many", tree.file("a.db"))
        _ = try Program.run(["touch", "-d", "2001-01-01", tree.file("a.db")])
        let file = try Descriptor.open(tree.bytes("a.db"), [.readOnly])
        let before = try file.status()
        let holder = try Program.start(["flock", "--exclusive", tree.file("a.db"), "sleep", "60"])
        defer { holder.killNow() }
        let folder = try tree.open()
        try BoltDatabase.read(folder, Array("a.db".utf8)).check()
        #expect(try file.status() == before)
        let access = try Program.run(["stat", "-c", "%X", tree.file("a.db")]).outputText
        let expected = try Program.run(["date", "-d", "2001-01-01", "+%s"]).outputText
        #expect(access == expected)
        #expect(holder.isRunning)
    }

    private func openFile(_ tree: TestTree) throws -> Descriptor {
        try Descriptor.open(tree.bytes("busy.db"), [.readOnly])
    }

    private func startWriter(seconds: Int) throws -> (TestTree, Program.Running) {
        let tree = try TestTree()
        // Some large values beside what is written, so that a copy takes a while.
        try BoltWriter.run("make", "overflow", tree.file("busy.db"))
        let writer = try BoltWriter.start("commit", tree.file("busy.db"), "\(seconds)")
        for _ in 0..<500 {
            if (try? Descriptor.status(ofPath: tree.bytes("busy.db.ready"))) != nil { return (tree, writer) }
            Program.pause(microseconds: 20_000)
        }
        writer.killNow()
        throw Program.Failure(description: "the writer does not get ready")
    }
}
