// Any bytes may come from the engine, in any pieces: no trap, no memory fault on either side of the C library, and the
// limits must hold. How the bytes were cut must not change the messages of an answer that is taken for good.

import CFuzz
import EngineAPI
import Glibc

private let limits = EngineLimits(milliseconds: 1000, messageSize: 500, messages: 20, headerSize: 1000)

/// The messages of a good answer; `nil` for every other.
private func read(_ input: [UInt8], step: Int) -> [[UInt8]]? {
    var messages: [[UInt8]] = []
    do throws(Fault) {
        let exchange = try HTTP2Exchange(path: "/a/b", message: [1, 2, 3], limits: limits)
        let request = try exchange.output()
        precondition(!request.isEmpty, "nothing is asked")
        var offset = 0
        while offset < input.count, !exchange.isOver {
            try exchange.take(Array(input[offset..<min(input.count, offset + step)]))
            offset += step
            messages += exchange.takeMessages()
            _ = try exchange.output()
        }
        precondition(messages.count <= limits.messages, "too many messages")
        precondition(messages.allSatisfy { $0.count <= limits.messageSize }, "a message is too large")
        try exchange.requireSuccess()
    } catch {
        precondition(!error.detail.isEmpty, "an error without words")
        return nil
    }
    return messages
}

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let whole = read(input, step: max(1, count))
    let pieces = read(input, step: 5)
    // What follows a good end can spoil it when it comes in the same piece.
    if let whole { precondition(pieces == whole, "cut otherwise, read otherwise") }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
