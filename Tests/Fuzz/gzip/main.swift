// Any bytes may come, in each coding. Streams may be refused, but not trap; the limits must hold, and pieces of another
// size of the source must not change what comes out.

import CFuzz
import Glibc
import Inflate

/// What a stream gives, and why it ended.
func drain(_ source: ByteSource, _ coding: ByteStream.Coding) -> ([UInt8], ArchiveError?) {
    var all: [UInt8] = []
    do throws(ArchiveError) {
        let limits = InflateLimits(output: 1 << 20, ratio: 200, ratioFree: 1 << 16, members: 50)
        var stream = try ByteStream(source, coding: coding, limits: limits)
        var piece: [UInt8] = []
        do throws(ArchiveError) {
            while try stream.next(into: &piece) {
                precondition(piece.count <= ByteStream.pieceSize, "a piece is too long")
                all += piece
            }
            precondition(stream.isFinished && stream.consumed <= source.size, "not at the end")
            return (all, nil)
        } catch {
            precondition(!stream.isFinished, "ended and failed")
            return (all, error)
        }
    } catch {
        return (all, error)
    }
}

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    for coding in ByteStream.Coding.allCases {
        let (whole, refusal) = drain(ByteSource(input), coding)
        precondition(whole.count <= 1 << 20 + 1 << 16, "the limit was passed")
        // A source that gives few bytes at a time, as pipes do.
        let few = ByteSource(size: input.count) { offset, count throws(ArchiveError) in
            Array(input[offset..<offset + min(count, 7)])
        }
        let (slow, slowRefusal) = drain(few, coding)
        precondition(
            refusal?.kind == slowRefusal?.kind, "\(String(describing: refusal)), \(String(describing: slowRefusal))")
        precondition(refusal != nil || slow == whole, "other bytes in other pieces")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
