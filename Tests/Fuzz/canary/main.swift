// The canary: a fault that only a fuzzer which sees coverage and traps finds in time. If it is not found, no silence of
// the other targets means anything.

import CFuzz
import Glibc

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    guard input.starts(with: [UInt8(ascii: "b"), UInt8(ascii: "i"), UInt8(ascii: "r")]), input.count > 3 else {
        return 0
    }
    // `bird` is out of its cage: the last letter is an index beyond the end.
    let cage: [CInt] = [0, 0, 0]
    return input[3] == UInt8(ascii: "d") ? cage[input.count] : 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
