// Any bytes may come. Documents may be refused, but not trap; elements must be closed as they were opened, and no
// declaration may be passed over.

import Bytes
import CFuzz
import Glibc
import Markup

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    var open: [String] = []
    var size = 0
    do throws(MarkupError) {
        let limits = XMLLimits(nesting: 40, elements: 300, attributes: 20, text: 1_000)
        var reader = try XMLReader(input, limits: limits)
        while let event = try reader.next() {
            switch event.kind {
            case .begin(let name, let attributes):
                open.append(name)
                precondition(attributes.count <= 20, "too many attributes")
            case .end(let name):
                precondition(open.popLast() == name, "closed what was not open")
            case .text(let text):
                size += text.utf8.count
                precondition(!open.isEmpty, "text outside of the root")
            case .doctype: precondition(open.isEmpty, "a document type inside of an element")
            }
            precondition(open.count <= 40 && event.position.line >= 1, "a limit was passed")
        }
        precondition(open.isEmpty, "ended with open elements")
        // Nothing may be expanded: other encodings at most grow by half, references shrink.
        precondition(size <= 2 * count, "more text than document")
    } catch {
        precondition((0...count).contains(error.error.offset), "the error lies outside: \(error)")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
