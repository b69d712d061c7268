// Any bytes may come, in any pieces. The reader may refuse them, but not trap; how they were cut must not matter; and
// the limits must hold.

import CFuzz
import EngineAPI
import Glibc

private let headLimit = 1000
private let bodyLimit = 2000

/// What came of reading: the answer or the error, and how many bytes were taken.
private struct Reading: Equatable {
    var status = 0
    var body: [UInt8] = []
    var upgrade = ""
    var fault: Fault?
    var taken = 0
}

private func read(_ input: [UInt8], step: Int) -> Reading {
    var answer = HTTPAnswer(headLimit: headLimit, bodyLimit: bodyLimit)
    var reading = Reading()
    do throws(Fault) {
        var offset = 0
        while offset < input.count, !answer.isComplete {
            let piece = Array(input[offset..<min(input.count, offset + step)])
            let taken = try answer.take(piece)
            precondition(taken == piece.count || answer.isComplete, "bytes were left though the answer goes on")
            offset += taken
        }
        reading.taken = offset
        try answer.end()
    } catch {
        reading.fault = error
        // What was kept before a refusal depends on how the bytes came.
        reading.taken = 0
        return reading
    }
    precondition(answer.body.count <= bodyLimit, "more than the limit")
    precondition((0...999).contains(answer.status), "no status")
    reading.status = answer.status
    reading.body = answer.body
    reading.upgrade = answer.upgrade
    return reading
}

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let whole = read(input, step: max(1, count))
    for step in [1, 7] {
        let pieces = read(input, step: step)
        precondition(pieces == whole, "cut otherwise, read otherwise: \(pieces) \(whole)")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
