// Any text may hold secrets, in any of the readings. What is found lies in it, in order and apart, is never empty; and
// what it costs to look grows with the text and not with its square.

import Bytes
import CFuzz
import Glibc

/// Bytes that are looked at for one byte of the text: a name before it, a program, a glance at a value, a token.
private let costPerByte = 1000

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    for reading in [SecretFinder.Reading.text, .address, .name] {
        var end = 0
        for hit in SecretFinder.hits(in: input, reading: reading) {
            precondition(hit.range.lowerBound >= end && !hit.range.isEmpty, "places overlap, or hold nothing")
            end = hit.range.upperBound
            precondition(end <= input.count, "a place outside of the text")
            if hit.isUserOfAddress { precondition(end < input.count && input[end] == UInt8(ascii: "@"), "no user") }
        }
    }
    precondition(SecretFinder.cost(of: input) <= costPerByte * (count + 1), "the cost grows faster than the text")
    _ = SecretName.isSecret(input.prefix(64), value: input.dropFirst(64))
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
