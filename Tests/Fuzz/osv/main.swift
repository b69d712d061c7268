// Any bytes may come. A record may be refused, but not trap; what is read twice is read alike, what is kept holds no
// control character, and every version it names can be asked about.

import CFuzz
import Ecosystems
import Glibc
import Inventory

/// Whether a text may stand in a line of its own.
func isPlain(_ text: String) -> Bool {
    !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
}

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    guard let record = try? OSVReader.read(input.span) else { return 0 }
    precondition((try? OSVReader.read(input.span)) == record, "read differently the second time")
    let advisory = record.advisory
    precondition(isPlain(advisory.id) && advisory.aliases.allSatisfy(isPlain))
    precondition(!advisory.isWithdrawn || advisory.packages.isEmpty)
    for package in advisory.packages {
        precondition(isPlain(package.name.name))
        precondition(
            AdvisoryName.normalized(package.name.ecosystem, package.name.name) == package.name, "not a normal form")
        let versions = AffectedVersions(package)
        for version in package.versions {
            precondition(isPlain(version))
            precondition(versions.answer(version) == .listed, "what is listed is not found")
        }
        for event in package.ranges.flatMap(\.events) {
            precondition(isPlain(event.version))
            _ = versions.answer(event.version)
        }
        // A range of everything holds also what is no version.
        let isOpen = package.ranges.contains { $0.events == [AffectedRange.Event(.introduced, "0")] }
        if isOpen { precondition(versions.answer("no version") != .unaffected) }
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
