// Any bytes may come. Files may be refused, but not trap; offsets lie within, and what is read has the size and the
// bytes that the directory promises.

import CFuzz
import Glibc
import Inflate

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let source = ByteSource(input)
    do throws(ArchiveError) {
        let directory = try ZipDirectory(source, limits: ZipLimits(entries: 100, oddities: 20))
        precondition(directory.oddities.count <= 20 && directory.entries.count <= 100, "a limit was passed")
        precondition((0...count).contains(directory.prefix), "the prefix lies outside")
        for oddity in directory.oddities {
            if let entry = oddity.entry { precondition(directory.entries.indices.contains(entry), "no such entry") }
        }
        for entry in directory.entries {
            guard let content = try? ZipEntryReader.content(of: entry, in: source, limit: 1 << 20) else { continue }
            precondition(content.count == entry.size, "another size")
        }
    } catch {
        precondition((0...count).contains(error.offset), "the error lies outside: \(error)")
    }
    _ = try? ZipDirectory(source, limits: ZipLimits(checksEntries: false))
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
