// Any bytes may come. They may be refused, but not trap; what is read twice is read alike.

import CFuzz
import Ecosystems
import EcosystemsSupport
import Glibc
import Inventory

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    if let list = try? YarnLock.read(input.span) {
        requireSound(list, input)
        precondition((try? YarnLock.read(input.span)) == list, "read differently the second time")
    }
    if let list = try? TrustedChecksums.summary(input.span, algorithm: .sha256) { requireSound(list, input) }
    for format in [LockfileFormat.poetry, .uv, .pylock, .cargo, .goSum] {
        if let list = try? format.read(input.span, fileName: format.rawValue) { requireSound(list, input) }
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
