// Any bytes may come. Both readers may refuse them, but not trap, must agree, and an error must lie within the bytes.
// What is accepted is written down again in another spelling, and must be read as the same values.

import Bytes
import CFuzz
import Glibc

/// Goes over the document with the scanner alone: the error, if there is one.
func skim(_ input: [UInt8]) -> ParseError? {
    do {
        var scanner = try JSONScanner(input.span, limits: JSONLimits(nesting: 40))
        try scanner.skipValue()
        guard try scanner.next() == .end else { preconditionFailure("something follows the only value") }
        return nil
    } catch {
        return error
    }
}

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let refusal = skim(input)
    let lenient = try? JSON.parse(input, limits: JSONLimits(nesting: 40, loneSurrogates: .replaced))
    let value: JSONValue
    do {
        value = try JSON.parse(input, limits: JSONLimits(nesting: 40))
        precondition(refusal == nil, "read, but not skimmed")
    } catch {
        precondition(error == refusal, "skimming says otherwise: \(error), \(String(describing: refusal))")
        precondition((0...input.count).contains(error.offset), "the error lies outside: \(error)")
        return 0
    }
    precondition(lenient == value, "replacing lone surrogates changed a document that has none")
    let spelling = JSONSpelling.text(value)
    do {
        let again = try JSON.parse(Array(spelling.utf8))
        precondition(again == value, "read differently the second time:\n\(spelling)")
    } catch {
        preconditionFailure("what was accepted cannot be written: \(error)\n\(spelling)")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
