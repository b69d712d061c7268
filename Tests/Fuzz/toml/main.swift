// Any bytes may come. The reader may refuse them, but not trap, and an error must lie within the bytes. What it accepts
// is written down again in another spelling, and must be read as the same values.

import Bytes
import CFuzz
import Glibc

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let table: TOMLTable
    do {
        table = try TOML.parse(input, limits: TOMLLimits(nesting: 40))
    } catch {
        precondition((0...input.count).contains(error.offset), "the error lies outside: \(error)")
        precondition(error.position.map { $0.line > 0 && $0.column > 0 } ?? true, "the error has no place: \(error)")
        return 0
    }
    let spelling = TOMLSpelling.document(table)
    do {
        let again = try TOML.parse(Array(spelling.utf8))
        precondition(again == table, "read differently the second time:\n\(spelling)")
    } catch {
        preconditionFailure("what was accepted cannot be written: \(error)\n\(spelling)")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
