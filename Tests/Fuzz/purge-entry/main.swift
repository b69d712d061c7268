// Any bytes may come. Documents may be refused, but not trap; what is accepted stays below its cache and within the
// limits, and is written down so that it reads the same.

import CFuzz
import Glibc
import Purge

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    guard let entry = try? QuarantineEntry(document: input) else { return 0 }
    precondition(QuarantineEntry.isID(entry.id), "no id")
    precondition(QuarantineEntry.isBelow(entry.path), "a path that leads out")
    precondition(entry.attributes.count <= QuarantineLimits.attributesMax, "a limit was passed")
    do {
        let again = try QuarantineEntry(document: entry.document)
        precondition(again == entry, "read differently the second time")
        precondition(again.document == entry.document, "written differently the second time")
    } catch {
        preconditionFailure("what was accepted cannot be written: \(error)")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
