// Any bytes may come: as archives, unpacked files, lists and what was compiled. See `ReaderPromises` for what must
// hold.

import CFuzz
import Ecosystems
import EcosystemsSupport
import Glibc
import Inventory

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let files = MemoryFiles(DescribedCache(input).contents)
    ReaderPromises.check([GoCacheReader.self], of: files)
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
