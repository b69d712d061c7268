import Inventory
import Purge
import TestSupport
import Testing

/// What a journal tells of processes that were interrupted: all of what they said, and no more.
@Suite struct JournalTests {
    private func step(_ kind: PurgeStep.Kind, _ target: Int = 0, _ count: PurgeCount? = nil) -> PurgeStep {
        PurgeStep(target: target, kind: kind, name: count.map { JournalRecord.bytes(of: $0) } ?? "")
    }

    private func resume(_ moment: Int64) -> PurgeStep {
        PurgeStep(target: PurgeStep.whole, kind: .resume, name: JournalRecord.bytes(of: moment))
    }

    @Test func recordsReadBack() {
        let longest = ByteString("/" + String(repeating: "\u{1}", count: 4095))
        for key: ByteString? in [nil, "/etc/host.key", ByteString([0x2f, 0xff, 0x0a]), longest] {
            for (waits, forces) in [(Int64(0), true), (.max, false)] {
                let terms = PurgeTerms(
                    waits: waits, forces: forces, key: key, keeps: key.map { _ in forces }, quarantine: key)
                #expect(JournalRecord.terms(JournalRecord.bytes(of: terms)) == terms)
            }
        }
        // Older programs wrote no key.
        #expect(JournalRecord.terms("{\"wait\":1,\"force\":true}") == PurgeTerms(waits: 1, forces: true))
        for outcome in PurgeReport.Outcome.allCases + [nil] {
            let count = PurgeCount(files: 1, folders: 2, bytesFreed: .max, kept: 3, outcome: outcome)
            #expect(JournalRecord.count(JournalRecord.bytes(of: count)) == count)
        }
        #expect(JournalRecord.moment(JournalRecord.bytes(of: 1_795_229_045_123_456_789)) == 1_795_229_045_123_456_789)
        let long = ByteString("{\"wait\":1,\"force\":true,\"x\":\"" + String(repeating: "x", count: 70_000) + "\"}")
        for odd: ByteString in ["", "{}", "[]", "{\"wait\":-1,\"force\":true}", "{\"wait\":1,\"force\":1}", long] {
            #expect(JournalRecord.terms(odd) == nil && JournalRecord.count(odd) == nil)
            #expect(JournalRecord.moment(odd) == nil)
        }
    }

    @Test func countsOfAllProcessesAddUp() {
        let history = JournalHistory([
            PurgeStep(
                target: PurgeStep.whole, kind: .terms,
                name: JournalRecord.bytes(of: PurgeTerms(waits: 60, forces: true))),
            step(.begin, 0, PurgeCount(kept: 2)), step(.makeTrash), step(.takeAway), step(.delete),
            step(.count, 0, PurgeCount(files: 3, bytesFreed: 100, outcome: .partly)),
            resume(7), step(.delete),
            step(.end, 0, PurgeCount(files: 4, folders: 1, bytesFreed: 50, outcome: .removed)),
            step(.begin, 1),
        ])
        #expect(history.terms == PurgeTerms(waits: 60, forces: true) && history.resumed == [7])
        #expect(
            history[0] == PurgeCount(files: 7, folders: 1, bytesFreed: 150, kept: 2, outcome: .removed, isExact: true))
        #expect(history[1] == PurgeCount() && history[2] == nil)
        #expect(history[PurgeStep.whole] == nil)
    }

    /// Renaming away removes nothing; from the first deletion on only the process itself knows.
    @Test(arguments: PurgeStep.Kind.allCases)
    func aKilledProcessSaysNothing(_ kind: PurgeStep.Kind) {
        let isDeleting = [.prune, .delete, .deleteInPlace, .removeFolder].contains(kind)
        for later in [[], [resume(1), step(.delete), step(.end, 0, PurgeCount(files: 1))]] {
            let history = JournalHistory([step(.begin), step(kind)] + later)
            #expect(history[0]?.isExact == !isDeleting, "\(kind)")
            #expect(history[0]?.files == later.count / 3)
        }
    }

    /// Older programs wrote down neither what was asked for nor what was removed.
    @Test func journalsOfOlderPrograms() {
        let history = JournalHistory([step(.begin), step(.makeTrash), step(.takeAway), step(.delete), step(.end)])
        #expect(history.terms == nil && history.resumed.isEmpty && history[0]?.isExact == false)
        #expect(history[0]?.outcome == nil)
    }

    @Test func sumsNeverTrap() {
        var count = PurgeCount(files: .max, folders: .max, bytesFreed: .max, kept: .max)
        count.add(count)
        #expect(count.files == .max && count.bytesFreed == .max && count.kept == .max)
    }
}
