// Any bytes may come: as records, content and files of a cache. See `ReaderPromises` for what must hold.

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
    ReaderPromises.check([NpmCacheReader.self], of: files)
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
