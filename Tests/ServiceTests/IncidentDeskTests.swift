import Inventory
import Linux
import Service
import TestSupport
import Testing

/// Which incident is run next, and what is remembered of those that were.
@Suite struct IncidentDeskTests {
    private func digest(_ number: UInt8) -> SHA256Digest { SHA256Digest([32 of UInt8](repeating: number)) }

    private func entry(_ number: UInt8, _ name: String? = nil) -> IncidentFolder.Entry {
        IncidentFolder.Entry(
            path: ByteString("/i/\(number).toml"), digest: digest(number),
            reading: name.map { .named($0) } ?? .refused(["no"]))
    }

    /// Ends a run that is to be remembered, or not.
    private func end(
        _ digest: SHA256Digest, _ outcome: JobOutcome, applied: Bool, isKept: Bool, in desk: inout IncidentDesk
    ) {
        let result = desk.finish(digest, outcome, applied: applied)
        #expect(result == isKept)
    }

    @Test func eachContentIsRunOnce() {
        var desk = IncidentDesk()
        let entries = [entry(1, "one"), entry(2), entry(3, "three")]
        #expect(desk.next(of: entries, applies: true) == entries[0])
        end(digest(1), .findings, applied: true, isKept: true, in: &desk)
        #expect(desk.next(of: entries, applies: true) == entries[2])
        end(digest(3), .clean, applied: true, isKept: true, in: &desk)
        #expect(desk.next(of: entries, applies: true) == nil)
        desk.noteAudit()
        #expect(desk.next(of: entries, applies: true) == nil)
    }

    @Test func whatWasPlannedIsAppliedOnceThatIsAllowed() {
        var desk = IncidentDesk()
        let entries = [entry(1, "one")]
        end(digest(1), .incomplete, applied: false, isKept: true, in: &desk)
        #expect(desk.next(of: entries, applies: false) == nil)
        #expect(desk.next(of: entries, applies: true) == entries[0])
        end(digest(1), .clean, applied: true, isKept: true, in: &desk)
        #expect(desk.next(of: entries, applies: true) == nil && desk.next(of: entries, applies: false) == nil)
    }

    @Test func whatDidNotComeToItsEndIsRunAfterAnAudit() {
        var desk = IncidentDesk()
        let entries = [entry(1, "one")]
        for outcome in [JobOutcome.failed, .incomplete] {
            end(digest(1), outcome, applied: true, isKept: false, in: &desk)
            #expect(desk.next(of: entries, applies: true) == nil)
            #expect(desk.states(of: entries).map(\.progress) == [.failed])
            desk.noteAudit()
            #expect(desk.next(of: entries, applies: true) == entries[0])
            #expect(desk.states(of: entries).map(\.progress) == [.waiting])
        }
        end(digest(1), .interrupted, applied: true, isKept: false, in: &desk)
        #expect(desk.next(of: entries, applies: true) == entries[0])
    }

    @Test func states() {
        var desk = IncidentDesk()
        _ = desk.finish(digest(1), .clean, applied: true)
        _ = desk.finish(digest(3), .clean, applied: false)
        let long = String(repeating: "x", count: 500)
        let entries = [entry(1, "one"), entry(2), entry(3, "three"), entry(4, "one"), entry(5, long)]
        let states = desk.states(of: entries)
        #expect(states.map(\.name) == ["one", "2.toml", "three", String(long.prefix(IncidentDesk.nameLimit))])
        // Two of one name: what is left to do counts.
        #expect(states.map(\.progress) == [.waiting, .refused, .planned, .waiting])
    }

    @Test func memoryIsKeptAndBounded() throws {
        let tree = try TestTree()
        let folder = ByteString(tree.path)
        var memory = try IncidentMemory.load(from: folder)
        #expect(memory.document.isEmpty)
        memory.note(digest(1), .planned)
        memory.note(digest(2), .applied)
        memory.note(digest(1), .applied)
        try memory.save(to: folder)
        let again = try IncidentMemory.load(from: folder)
        #expect(again.progress(of: digest(1)) == .applied && again.progress(of: digest(2)) == .applied)
        #expect(again.progress(of: digest(3)) == nil)
        #expect(again.document == memory.document)
        for number in 0..<IncidentMemory.limit + 10 {
            memory.note(SHA256Digest([32 of UInt8] { UInt8(truncatingIfNeeded: number >> ($0 * 4)) }), .planned)
        }
        #expect(memory.document.split(separator: 0x0a).count == IncidentMemory.limit)
        try memory.save(to: folder)
        #expect(try IncidentMemory.load(from: folder).document == memory.document)
    }

    @Test func aMemoryThatSomebodyEditedIsReadAsFarAsItGoes() {
        let good = "\(digest(7).hex) applied"
        let text = "x applied\n\(digest(8).hex)\n\(digest(9).hex) waiting\n\n\(good)\n\(good) more\n\u{0}\n"
        let memory = IncidentMemory(parsing: Array(text.utf8))
        #expect(memory.document == Array((good + "\n").utf8))
    }
}
