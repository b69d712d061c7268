// Any text may come. Each is a version, in both orders; equal versions are equal from both sides.

import CFuzz
import Ecosystems
import Glibc

/// Three texts between zero bytes, of which any may be a version.
func texts(_ input: [UInt8]) -> [String] {
    input.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
    }
}

/// Fails where three versions have no order: one must not be lower than itself, nor higher as well.
func checkOrder<Version: Comparable>(_ versions: [Version]) {
    for one in versions {
        precondition(!(one < one), "lower than itself")
        for two in versions {
            precondition(!(one < two && two < one), "lower and higher")
            precondition((one == two) == (!(one < two) && !(two < one)), "equal, and lower or higher")
        }
    }
}

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let words = texts(input)
    checkOrder(words.compactMap { MavenVersion($0) })
    checkOrder(words.compactMap { ResolverVersion($0) })
    for word in words {
        if let coordinates = MavenCoordinates(path: word) {
            precondition(MavenCoordinates(path: coordinates.path) == coordinates, "the path leads elsewhere")
        }
        _ = MavenVersion(word)?.isSnapshot
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
