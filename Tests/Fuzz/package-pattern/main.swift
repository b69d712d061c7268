// Any bytes may come, as somebody may type them. They may be refused with a sentence fit for a terminal, but not trap;
// what is read twice is read alike, and every version can be asked about.

import CFuzz
import Ecosystems
import Glibc
import Inventory

/// Called by libFuzzer with each input: a pattern, a newline, a version.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let parts = input.split(separator: 0x0A, maxSplits: 1).map { String(decoding: $0, as: UTF8.self) }
    guard let text = parts.first else { return 0 }
    do {
        let pattern = try PackagePattern(text)
        let again = try? PackagePattern(text)
        precondition(again == pattern, "read differently the second time")
        precondition(AdvisoryName.normalized(pattern.name.ecosystem, pattern.name.name) == pattern.name)
        if parts.count == 2 { precondition(pattern.holds(parts[1]) == again?.holds(parts[1])) }
    } catch {
        precondition(!error.description.isEmpty, "refused without a word")
        precondition(error.description.utf8.allSatisfy { (0x20..<0x7F).contains($0) }, "not fit for a terminal")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
