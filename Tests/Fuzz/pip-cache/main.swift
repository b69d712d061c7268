// Any bytes may come: as answers, pages, wheels and notes of a cache. The reader may find fault with all of it, but
// must not trap, and must speak only of files that are there.

import CFuzz
import Ecosystems
import EcosystemsSupport
import Glibc
import Inventory

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let files = MemoryFiles(FuzzedCache(input).contents)
    let reading = PipCacheReader.read("", of: files)
    let paths =
        reading.artifacts.flatMap(\.parts) + reading.claims.map(\.path) + reading.observations.map(\.path)
        + reading.troubles.map(\.path)
    precondition(paths.allSatisfy { files.index(of: $0) != nil }, "a file that is not there")
    precondition(reading.artifacts.allSatisfy { $0.parts.contains($0.path) }, "an artifact without itself")
    precondition(!reading.observations.contains { $0.message.utf8.contains(0x0A) }, "an odd message")
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
