// Any text may come. What is a version has one place in the order, and its normal form is the same version.

import CFuzz
import Ecosystems
import EcosystemsSupport
import Glibc

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let words = VersionPromises.texts(input)
    VersionPromises.check(words.compactMap { NodeVersion($0) })
    let versions = words.compactMap { NodeVersion($0, mode: .loose) }
    VersionPromises.check(versions)
    VersionPromises.check(words.compactMap { CargoVersion($0) })
    VersionPromises.check(words.compactMap { GoVersion($0) })
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
