// Any text may come. Each is a version, in both orders; equal versions are equal from both sides.

import CFuzz
import Ecosystems
import EcosystemsSupport
import Glibc

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let words = VersionPromises.texts(input)
    VersionPromises.check(words.compactMap { MavenVersion($0) }, mayCircle: true)
    VersionPromises.check(words.compactMap { ResolverVersion($0) }, mayCircle: true)
    for word in words {
        if let coordinates = MavenCoordinates(path: word) {
            precondition(MavenCoordinates(path: coordinates.path) == coordinates, "the path leads elsewhere")
        }
        _ = MavenVersion(word)?.isSnapshot
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
