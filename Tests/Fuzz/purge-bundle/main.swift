// Any bytes may come: a bundle that nobody signed. It must be told apart without a trap, and its members must lie
// within it. The key is a fixed one, so the signature is never right.

import CFuzz
import Glibc
import Hashing
import Purge

let pem = """
    -----BEGIN PUBLIC KEY-----
    MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
    -----END PUBLIC KEY-----

    """

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    do {
        let key = try VerifyingKey(pem: Array(pem.utf8))
        let check = try EvidenceReader.check(size: Int64(count), key: key) { offset, length in
            precondition(offset >= 0 && length >= 0, "asked for bytes that cannot be")
            let start = min(Int(offset), input.count)
            return Array(input[start..<min(input.count, start + length)])
        }
        precondition(!check.problems.isEmpty, "nobody signed this")
        precondition(check.members.allSatisfy { $0.size >= 0 && $0.size <= count }, "a member that is larger than all")
    } catch {
        preconditionFailure("bytes in memory cannot be read: \(error)")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
