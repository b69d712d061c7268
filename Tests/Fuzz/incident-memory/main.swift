// Any bytes may come where the agent's own memory is expected. What was understood is written and read again.

import CFuzz
import Glibc
import Service

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let document = IncidentMemory(parsing: input).document
    precondition(document.count <= input.count + 1, "more than was there")
    precondition(IncidentMemory(parsing: document).document == document, "another one")
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
