// Any bytes may come. Documents may be refused, but not trap; what is accepted stays below its directories and within
// the limits, and is written down so that it reads the same.

import CFuzz
import Glibc
import Inventory
import Purge

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    guard let plan = try? PlanDocument.read(input) else { return 0 }
    precondition(plan.targets.count <= PlanLimits.targetsMax, "a limit was passed")
    for target in plan.targets {
        precondition(target.directory.bytes.first == UInt8(ascii: "/"), "a directory that is not absolute")
        precondition(target.kept.isEmpty || QuarantineEntry.isBelow(target.kept), "a folder that leads out")
        for entry in target.entries ?? [] {
            precondition(QuarantineEntry.isBelow(entry.path), "a path that leads out")
        }
    }
    let document = PlanDocument.bytes(of: plan)
    do {
        let again = try PlanDocument.read(document)
        precondition(again == plan, "read differently the second time")
        precondition(PlanDocument.bytes(of: again) == document, "written differently the second time")
    } catch {
        preconditionFailure("what was accepted cannot be written: \(error)")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
