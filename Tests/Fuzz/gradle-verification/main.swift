// Any bytes may come. They may be refused, but not trap, and what is a pin names a file.

import CFuzz
import Ecosystems
import Glibc
import Inventory

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    guard let list = try? GradleVerification.read(input.span) else { return 0 }
    for pin in list.pins {
        precondition(pin.file?.contains("/") == false && pin.path?.isEmpty == false, "a pin of no file: \(pin)")
        precondition(pin.isUsable == false || !pin.digests.isEmpty, "usable without a digest: \(pin)")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
