// Any bytes may come where the kernel's text is expected: a share from 0 to 100, or none.

import CFuzz
import Glibc
import Service

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    if let percent = PressureText.some10(input) {
        precondition((0...100).contains(percent), "no share")
        precondition(input.count >= "some avg10=1".utf8.count, "made of nothing")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
