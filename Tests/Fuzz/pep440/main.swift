// Any text may come. What is a version has one place in the order, and its normal form is the same version.

import CFuzz
import Ecosystems
import EcosystemsSupport
import Glibc

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let versions = VersionPromises.texts(input).compactMap { PythonVersion($0) }
    VersionPromises.check(versions)
    for version in versions {
        guard let again = PythonVersion(version.normalized) else { preconditionFailure("the normal form is none") }
        precondition(again == version, "the normal form is another version")
        precondition(again.normalized == version.normalized, "the normal form has another one")
        precondition(again.isPrerelease == version.isPrerelease)
        _ = PythonName.wheel(version.text + ".whl")
        _ = version.publicText
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
