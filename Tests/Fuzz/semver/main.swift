// Any text may come. What is a version has one place in the order, and its normal form is the same version.

import CFuzz
import Ecosystems
import Glibc

/// Three texts between zero bytes, of which any may be a version.
func texts(_ input: [UInt8]) -> [String] {
    input.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
    }
}

/// Fails where three versions have no order: one must not be lower than itself, nor a circle be rising.
func checkOrder<Version: Comparable>(_ versions: [Version]) {
    for one in versions {
        precondition(!(one < one), "lower than itself")
        for two in versions {
            precondition(!(one < two && two < one), "lower and higher")
            precondition((one == two) == (!(one < two) && !(two < one)), "equal, and lower or higher")
            for three in versions {
                precondition(!(one < two && two < three && !(one < three)), "a rising circle")
            }
        }
    }
}

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let words = texts(input)
    checkOrder(words.compactMap { NodeVersion($0) })
    let versions = words.compactMap { NodeVersion($0, mode: .loose) }
    checkOrder(versions)
    checkOrder(words.compactMap { CargoVersion($0) })
    checkOrder(words.compactMap { GoVersion($0) })
    for version in versions {
        guard let again = NodeVersion(version.normalized, mode: .loose) else {
            // A normal form may be longer than the limit: a hyphen was left out.
            precondition(version.text.utf16.count >= NodeVersion.lengthLimit - 4, "the normal form is none")
            continue
        }
        precondition(again == version, "the normal form is another version")
        precondition(again.isPrerelease == version.isPrerelease)
    }
    for word in words {
        // What is strictly a version is one loosely, and the same.
        guard let strict = NodeVersion(word) else { continue }
        precondition(NodeVersion(word, mode: .loose) == strict, "strict and loose differ")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
