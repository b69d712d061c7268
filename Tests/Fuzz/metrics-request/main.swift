// Any bytes may come, in any pieces. A request may be refused, but not trap; what is decided must not be taken back by
// the bytes that follow, and there is an end to waiting.

import CFuzz
import Glibc
import Service

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let whole = MetricsRequest.read(input)
    precondition(whole != .unfinished || count < MetricsRequest.limit, "it waits for more than it takes")
    var first: MetricsRequest.Reading?
    for end in 0...count {
        // Long ones in steps: each look reads from the beginning.
        if count > 300, end % 97 != 0, end != count { continue }
        let reading = MetricsRequest.read(Array(input.prefix(end)))
        if let first {
            precondition(reading == first || end > MetricsRequest.limit, "decided otherwise: \(first) \(reading)")
        } else if reading != .unfinished {
            first = reading
        }
    }
    if let address = ListenAddress(String(decoding: input, as: UTF8.self)) {
        precondition(ListenAddress(address.description) == address, "\(address) is read otherwise")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
