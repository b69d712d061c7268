// Any bytes may come, as an envelope or as what is inside of one. What is accepted is written down so that it reads the
// same.

import CFuzz
import Glibc
import Purge

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    do {
        let envelope = try Envelope(document: input)
        precondition(envelope.signatures.count <= Envelope.signaturesMax, "a limit was passed")
        let again = try Envelope(document: envelope.document)
        precondition(again == envelope, "read differently the second time")
    } catch {
        guard case .malformed = error.kind else { preconditionFailure("another failure: \(error)") }
    }
    do {
        let receipt = try Receipt(statement: input)
        let again = try Receipt(statement: receipt.statement)
        precondition(again == receipt, "read differently the second time")
    } catch {
        guard case .malformed = error.kind else { preconditionFailure("another failure: \(error)") }
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
