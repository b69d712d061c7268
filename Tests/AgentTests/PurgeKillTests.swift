import Bytes
import TestSupport
import Testing

/// A purge that dies at any step is finished by the next one, which says so.
@Suite(.enabled(if: Stage.isDebug, "release builds cannot be ended at a step")) struct PurgeKillTests {
    /// Steps that no purge of these has.
    private static let many = 40

    /// What the purge is about.
    enum Subject: String, CaseIterable {
        case content, entries
    }

    private func fill(_ purge: PurgeBench, _ subject: Subject) throws {
        for name in ["a", "b", "folder/c", "folder/d/e"] { try purge.bench.tree.write(name, "content of \(name)") }
        if subject == .entries {
            for number in 0..<3 { try purge.bench.tree.link("link\(number)", to: purge.bench.canary) }
            _ = try purge.bench.audit()
        }
    }

    @Test(arguments: Subject.allCases, ["before", "after"])
    func atEachStep(_ subject: Subject, _ moment: String) throws {
        var steps = 0
        for step in 1...Self.many {
            let purge = try PurgeBench()
            try fill(purge, subject)
            _ = try purge.makePlan(subject == .entries ? ["--rule", "symlink-escape"] : [])
            let run = try purge.apply(environment: ["BEZOAR_KILL_STEP": "\(moment)-\(step)"])
            if run.status == 0 { break }
            #expect(run.status == 128 + 9, "step \(step): \(run.status) \(run.errorText)")
            steps += 1
            try check(purge, subject, "\(moment) step \(step)")
        }
        #expect(steps > 4 && steps < Self.many, "\(steps) steps")
    }

    private func check(_ purge: PurgeBench, _ subject: Subject, _ what: String) throws {
        // Whoever plans is told, and changes nothing.
        let before = try purge.bench.listing()
        let plan = try purge.purge(["--tree", purge.bench.tree.path])
        #expect(plan.errorText.contains("interrupted"), "\(what): \(plan.errorText)")
        #expect(try purge.bench.listing() == before)

        let next = try purge.purge(["--apply"])
        #expect(next.status == 0 || next.status == 3, "\(what): \(next.status) \(next.errorText)")
        #expect(next.errorText.contains("purge 1 was interrupted"), "\(what): \(next.errorText)")
        let names = try purge.names()
        #expect(!names.contains { $0.contains("bezoar") }, "\(what): \(names)")
        let rest = ["a", "b", "folder/", "folder/c", "folder/d/", "folder/d/e"]
        switch subject {
        case .content:
            let isUntouched = names == rest
            #expect(names.isEmpty == (next.status == 0), "\(what): \(names)")
            #expect(names.isEmpty || isUntouched, "\(what): \(names)")
        case .entries:
            let links = names.filter { $0.hasPrefix("link") }
            #expect(names.filter { !$0.hasPrefix("link") } == rest, "\(what): \(names)")
            #expect(links.isEmpty == (next.status == 0), "\(what): \(names) \(next.status)")
        }
        let receipts = try purge.receipts()
        #expect(receipts.map { $0["status"]?.string } == ["recovered"], "\(what)")
        #expect(receipts.map { $0["complete"]?.boolean } == [next.status == 0], "\(what)")
        // Nothing is left to finish.
        #expect(try purge.purge(["--apply"]).status == 2, "\(what)")
        let doctor = try Agent.run(["doctor", "--db", purge.bench.database])
        #expect(doctor.status == 0, "\(what): \(doctor.text)")
    }
}

/// How the program was built.
private enum Stage {
    #if DEBUG
        static let isDebug = true
    #else
        static let isDebug = false
    #endif
}
