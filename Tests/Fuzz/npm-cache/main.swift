// Any bytes may come: as records, content and files of a cache. The reader may find fault with all of it, but must not
// trap, and must speak only of files that are there.

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
    for place in Set(NpmCacheReader.places(in: files) + [""]) {
        let reading = NpmCacheReader.read(place, of: files)
        let paths =
            reading.artifacts.flatMap(\.parts) + reading.claims.map(\.path) + reading.tags.map(\.path)
            + reading.observations.map(\.path) + reading.troubles.map(\.path)
        precondition(paths.allSatisfy { files.index(of: $0) != nil }, "a file that is not there")
        precondition(
            reading.artifacts.allSatisfy { $0.parts.contains($0.path) && !$0.name.isEmpty },
            "an artifact without itself")
        precondition(
            !reading.observations.contains { $0.message.utf8.contains(0x0A) || $0.rule.isEmpty }, "an odd message")
    }
    for file in files.files {
        let wish = NpmCacheReader.wish(for: file.path.bytes.span)
        precondition(
            wish == nil
                || NpmCacheReader.places(in: files).contains {
                    files.below($0).contains(where: {
                        files.files[$0] == file
                    })
                }, "a wish outside of all places")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
