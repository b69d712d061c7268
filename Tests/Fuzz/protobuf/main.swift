// Any bytes may come. The reader may refuse them, but not trap, and hands out only what lies within. What is accepted
// is written down again and must be read as the same fields, and messages inside are gone into.

import Bytes
import CFuzz
import Glibc

/// The fields of a message with their bytes instead of places; `nil` where it is refused.
func fields(_ input: [UInt8]) -> [(field: ProtobufField, bytes: [UInt8])]? {
    do {
        var scanner = try ProtobufScanner(input.span)
        var result: [(field: ProtobufField, bytes: [UInt8])] = []
        while let field = try scanner.next() {
            guard case .bytes(let range) = field.value else {
                result.append((field, []))
                continue
            }
            result.append((ProtobufField(number: field.number, value: .bytes(0..<0)), try scanner.array(range)))
            _ = try? scanner.text(range)
            _ = try? scanner.packedVarints(range)
        }
        return result
    } catch {
        precondition((0...input.count).contains(error.offset), "the error lies outside: \(error)")
        return nil
    }
}

/// Goes into the first message inside, and the first inside that, as deep as it goes.
func dive(_ input: [UInt8]) {
    do {
        var scanner = try ProtobufScanner(input.span)
        var depth = 1
        while let field = try scanner.next() {
            guard case .bytes(let range) = field.value else { continue }
            precondition(range.lowerBound >= 0 && range.upperBound <= input.count)
            scanner = try scanner.message(range)
            depth += 1
            precondition(depth <= ProtobufLimits.standard.nesting)
        }
    } catch {
        return
    }
}

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    dive(input)
    guard let found = fields(input) else { return 0 }
    var writer = ProtobufWriter()
    for (field, bytes) in found {
        switch field.value {
        case .varint(let value): writer.varint(field.number, value)
        case .fixed64(let value): writer.fixed64(field.number, value)
        case .fixed32(let value): writer.fixed32(field.number, value)
        case .bytes: writer.bytes(field.number, bytes)
        }
    }
    guard let again = fields(writer.bytes) else { preconditionFailure("what was accepted cannot be written") }
    precondition(again.elementsEqual(found) { $0.field == $1.field && $0.bytes == $1.bytes }, "read differently")
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
