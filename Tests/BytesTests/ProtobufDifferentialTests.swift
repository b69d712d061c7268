import Bytes
import TestSupport
import Testing

/// The reader against Python's library: both must take the same messages and see the same fields in them.
@Suite("protobuf against Python")
struct ProtobufDifferentialTests {
    /// Messages of the oracle's schema, and what they hold.
    private struct Generator {
        var random: SeededGenerator

        mutating func message(depth: Int = 0) -> ProtobufWriter {
            var message = ProtobufWriter()
            for _ in 0..<random.int(0...6) {
                // Messages inside are made two deep: the recursion ends there.
                let number = random.int(1...(depth < 2 ? 12 : 7))
                switch number {
                case 1, 2, 3:
                    message.varint(number, UInt64.random(in: 0...(.max), using: &random) >> UInt64(random.int(0...63)))
                case 4: message.boolean(4, random.once(in: 2))
                case 5: message.fixed64(5, random.next())
                case 6: message.fixed32(6, UInt32(truncatingIfNeeded: random.next()))
                case 7: message.bytes(7, (0..<random.int(0...20)).map { _ in UInt8(random.int(0...255)) })
                case 8, 9: message.bytes(number, self.message(depth: depth + 1).bytes)
                case 10: message.varint(random.int(100...536_870_911), random.next())
                case 11: message.fixed32(1, 1)
                default: message.bytes(2, [1])
                }
            }
            return message
        }
    }

    private static func line(_ message: [UInt8]) -> String {
        var reason = ""
        var found = "null"
        do {
            let fields = try ProtobufTests.fields(message).map { field in
                switch field.value {
                case .varint(let number): "[\(field.number),\"v\",\"\(number)\"]"
                case .fixed64(let number): "[\(field.number),\"8\",\"\(number)\"]"
                case .fixed32(let number): "[\(field.number),\"4\",\"\(number)\"]"
                case .bytes(let range): "[\(field.number),\"b\",\"\(OracleText.hexadecimal(Array(message[range])))\"]"
                }
            }
            found = "[" + fields.joined(separator: ",") + "]"
        } catch {
            reason = error.reason
        }
        return "{\"message\":\"\(OracleText.hexadecimal(message))\",\"found\":\(found),\"reason\":\"\(reason)\"}\n"
    }

    private func ask(_ messages: [[UInt8]]) throws -> OracleAnswer {
        let input = messages.map(Self.line).joined()
        let output = try PythonOracle.ask(script: fixture("protobuf/oracle.py"), input: Array(input.utf8))
        return try OracleAnswer(output, documents: messages)
    }

    @Test("Right messages are read alike")
    func right() throws {
        var generator = Generator(random: SeededGenerator(seed: 21))
        let messages = (0..<4_000).map { _ in generator.message().bytes }
        let answer = try ask(messages)
        #expect(answer.accepted == messages.count && answer.quirks.isEmpty)
        #expect(answer.problems.isEmpty, "\(answer.problems.prefix(5).joined(separator: "\n"))")
    }

    @Test("Broken messages are judged alike")
    func broken() throws {
        var generator = Generator(random: SeededGenerator(seed: 22))
        let mutation = Mutation(pieces: ["\u{8}", "\u{A}", "\u{B}", "\u{C}", "\u{0}", "\u{1}\u{7F}"])
        let messages = (0..<8_000).map { _ in mutation.of(generator.message().bytes, using: &generator.random) }
        let answer = try ask(messages)
        #expect((1_000...7_500).contains(answer.accepted), "\(answer.accepted) accepted: both answers must be common")
        #expect(answer.problems.isEmpty, "\(answer.problems.prefix(5).joined(separator: "\n"))")
        // Both are forbidden by the format; the library overlooks them.
        let known: Set<String> = [
            "read by the library: a variable-length number is larger than 64 bits",
            "read by the library: a field has the number 0",
        ]
        #expect(answer.quirks.isSubset(of: known), "\(answer.quirks)")
    }
}
