// Lines of any bytes, each a step of a purge's journal: the first byte chooses its kind and its target, the rest is
// what the step says. Nothing traps, counts are never below nothing, and what is read is written so that it reads the
// same.

import CFuzz
import Glibc
import Inventory
import Purge

/// A step out of a line; `nil` of an empty one.
private func step(_ line: ArraySlice<UInt8>) -> PurgeStep? {
    guard let choice = line.first else { return nil }
    let kinds = PurgeStep.Kind.allCases
    let kind = kinds[Int(choice) % kinds.count]
    let target = Int(choice) / kinds.count % 2
    return PurgeStep(target: target, kind: kind, name: ByteString(Array(line.dropFirst())))
}

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let steps = input.split(separator: UInt8(ascii: "\n")).compactMap { step($0) }
    for step in steps {
        if let terms = JournalRecord.terms(step.name) {
            precondition(JournalRecord.terms(JournalRecord.bytes(of: terms)) == terms, "terms read differently")
        }
        if let moment = JournalRecord.moment(step.name) {
            precondition(JournalRecord.moment(JournalRecord.bytes(of: moment)) == moment, "a moment reads differently")
        }
        if let count = JournalRecord.count(step.name) {
            precondition(JournalRecord.count(JournalRecord.bytes(of: count)) == count, "a count reads differently")
        }
    }
    let history = JournalHistory(steps)
    precondition(history.resumed.count <= steps.count { $0.kind == .resume }, "more resumptions than steps")
    for target in 0..<2 {
        guard let count = history[target] else { continue }
        precondition(steps.contains { $0.target == target }, "a count of nothing")
        let least = min(count.files, count.folders, count.kept)
        precondition(least >= 0 && count.bytesFreed >= 0, "below nothing")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
