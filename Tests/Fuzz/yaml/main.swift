// Any bytes may come. Documents may be refused, but not trap; collections must be closed as they were opened, and a
// tree has no more values than it may.

import CFuzz
import Glibc
import Markup

/// Values of a tree. Calls itself: the limit on nesting bounds it.
func size(_ value: YAMLValue) -> Int {
    switch value {
    case .scalar: 1
    case .sequence(let elements): elements.reduce(1) { $0 + size($1) }
    case .mapping(let mapping): mapping.members.reduce(1) { $0 + 1 + size($1.value) }
    }
}

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let limits = YAMLLimits(nesting: 40, scalar: 1_000, values: 2_000, aliases: 50)
    var open: [Bool] = []
    var refusal: MarkupError?
    do throws(MarkupError) {
        var reader = try YAMLReader(input, limits: limits)
        while let event = try reader.next() {
            switch event.kind {
            case .beginMapping: open.append(true)
            case .beginSequence: open.append(false)
            case .endMapping: precondition(open.popLast() == true, "closed what was not open")
            case .endSequence: precondition(open.popLast() == false, "closed what was not open")
            default: break
            }
            precondition(open.count <= 40, "a limit was passed")
        }
        precondition(open.isEmpty && reader.aliases <= 50, "ended with open collections")
    } catch {
        refusal = error
    }
    if let tree = try? YAML.parse(input, limits: limits) {
        precondition(refusal == nil, "a tree, but no events")
        // Nesting may be deeper than the document's by aliases, but the values are counted.
        precondition(size(tree) <= 4_000, "more values than allowed")
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
