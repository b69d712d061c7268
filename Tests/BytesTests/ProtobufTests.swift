import Bytes
import Testing

/// The reader and the writer of protobuf messages, by hand.
@Suite("protobuf")
struct ProtobufTests {
    /// All fields of a message.
    static func fields(_ bytes: [UInt8]) throws(ParseError) -> [ProtobufField] {
        var scanner = try ProtobufScanner(bytes.span)
        var result: [ProtobufField] = []
        while let field = try scanner.next() { result.append(field) }
        return result
    }

    @Test("Each kind of value")
    func kinds() throws {
        let bytes: [UInt8] = [0x08, 0x96, 0x01, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 0x1A, 2, 9, 9, 0x25, 1, 0, 0, 0x80]
        #expect(
            try Self.fields(bytes) == [
                ProtobufField(number: 1, value: .varint(150)),
                ProtobufField(number: 2, value: .fixed64(0x0807_0605_0403_0201)),
                ProtobufField(number: 3, value: .bytes(14..<16)),
                ProtobufField(number: 4, value: .fixed32(0x8000_0001)),
            ])
        #expect(try Self.fields([]).isEmpty)
    }

    @Test(
        "What is refused",
        arguments: [
            [0x08], [0x08, 0x80], [0x11, 1, 2], [0x0A, 1],
            [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1],
            [0x0B], [0x0C], [0x0E], [0x0F], [0x00, 1], [0x25, 0, 0, 0],
            [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 2],
            [0x88, 0x80, 0x80, 0x80, 0x80, 0x00, 1], [0xF8, 0xFF, 0xFF, 0xFF, 0x1F, 1],
        ] as [[UInt8]])
    func refused(bytes: [UInt8]) {
        #expect(throws: ParseError.self) { try Self.fields(bytes) }
    }

    @Test("A message inside does not read on behind its end")
    func inside() throws {
        // The inner message's number would need the byte behind it.
        let bytes: [UInt8] = [0x0A, 2, 0x08, 0x80, 0x01]
        var scanner = try ProtobufScanner(bytes.span)
        guard case .bytes(let range)? = try scanner.next()?.value else { throw Oops() }
        do {
            var inner = try scanner.message(range)
            _ = try inner.next()
            Issue.record("read on")
        } catch {
            #expect(error.format == "protobuf")
        }
    }

    private struct Oops: Error {}

    @Test("Thirty-two messages inside one another, and no more")
    func nesting() throws {
        func depth(_ count: Int) -> [UInt8] {
            var bytes: [UInt8] = []
            for _ in 0..<count {
                var outer = ProtobufWriter()
                outer.bytes(1, bytes)
                bytes = outer.bytes
            }
            return bytes
        }
        func opens(_ bytes: [UInt8]) -> Bool {
            do {
                var scanner = try ProtobufScanner(bytes.span)
                while let field = try scanner.next(), case .bytes(let range) = field.value {
                    scanner = try scanner.message(range)
                }
                return true
            } catch {
                return false
            }
        }
        #expect(opens(depth(31)))
        #expect(!opens(depth(32)))
    }

    @Test("What is written is read")
    func writer() throws {
        var message = ProtobufWriter()
        message.signed(1, -1)
        message.boolean(2, true)
        message.fixed64(3, .max)
        message.fixed32(4, 7)
        message.text(5, "idna")
        message.entry(536_870_911, "a", "b")
        let fields = try Self.fields(message.bytes)
        #expect(fields.map(\.number) == [1, 2, 3, 4, 5, 536_870_911])
        #expect(fields[0].signed == -1 && fields[1].boolean == true && fields[2].value == .fixed64(.max))
        guard case .bytes(let range) = fields[4].value, case .bytes(let entry) = fields[5].value else { throw Oops() }
        let scanner = try ProtobufScanner(message.bytes.span)
        #expect(try scanner.text(range) == "idna")
        var inner = try scanner.message(entry)
        #expect(try inner.next()?.number == 1)
        #expect(try scanner.packedVarints(2..<2).isEmpty)
        #expect(throws: ParseError.self) { try scanner.array(0..<1_000) }
    }

    @Test("Limits and texts")
    func limits() throws {
        #expect(throws: ParseError.self) {
            _ = try ProtobufScanner([0, 0, 0].span, limits: ProtobufLimits(size: 2)).offset
        }
        let scanner = try ProtobufScanner([0xFF, 0x96, 0x01].span)
        #expect(throws: ParseError.self) { try scanner.text(0..<1) }
        #expect(try scanner.packedVarints(1..<3) == [150])
        #expect(throws: ParseError.self) { try scanner.packedVarints(0..<2) }
    }
}
