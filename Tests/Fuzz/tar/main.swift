// Any bytes may come. Files may be refused, but not trap; reading contents or going over them must give the same
// members.

import CFuzz
import Glibc
import Inflate

/// The members up to the end or to a failure.
func walk(_ source: ByteSource, reading: Bool) -> ([TarEntry], ArchiveError?) {
    var entries: [TarEntry] = []
    do throws(ArchiveError) {
        let stream = try ByteStream(source, coding: .identity)
        var reader = TarReader(stream, limits: TarLimits(members: 1_000, header: 4_096, helpers: 4, oddities: 20))
        while let entry = try reader.next() {
            entries.append(entry)
            precondition(reader.oddities.count <= 20, "a limit was passed")
            guard reading else { continue }
            var size = 0
            var piece: [UInt8] = []
            while try reader.read(into: &piece) { size += piece.count }
            precondition(!entry.hasContent || size == entry.size, "another size")
        }
        return (entries, nil)
    } catch {
        return (entries, error)
    }
}

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let (read, refusal) = walk(ByteSource(input), reading: true)
    let (skipped, otherRefusal) = walk(ByteSource(input), reading: false)
    precondition(
        refusal?.kind == otherRefusal?.kind, "\(String(describing: refusal)), \(String(describing: otherRefusal))")
    precondition(read == skipped, "other members when going over contents")
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
