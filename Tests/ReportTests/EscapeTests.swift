import Inventory
import TestSupport
import Testing

@testable import Report

@Suite struct EscapeTests {
    /// The bytes behind an escaped text; `nil` where it holds something that is no escape.
    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        let scalars = Array(text.unicodeScalars)
        var position = 0
        while position < scalars.count {
            let rest = scalars[position...].prefix(12).reduce(into: "") { $0.unicodeScalars.append($1) }
            if rest.hasPrefix("\\\\") {
                bytes.append(UInt8(ascii: "\\"))
                position += 2
            } else if rest.hasPrefix("\\x") {
                guard let byte = UInt8(rest.dropFirst(2).prefix(2), radix: 16) else { return nil }
                bytes.append(byte)
                position += 4
            } else if rest.hasPrefix("\\u{") {
                let digits = rest.dropFirst(3).prefix { $0 != "}" }
                guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else { return nil }
                bytes += Array(String(scalar).utf8)
                position += 4 + digits.count
            } else if rest.hasPrefix("\\") {
                return nil
            } else {
                bytes += Array(String(scalars[position]).utf8)
                position += 1
            }
        }
        return bytes
    }

    private func expectHarmless(_ bytes: [UInt8]) {
        let text = Escape.text(ByteString(bytes))
        let back = Self.decode(text)
        let isSafe =
            !text.unicodeScalars.contains(where: HostileNames.isDangerous)
            && !contains(text, "::") && !contains(text, "##")
        // One comparison per string: the macro is slow, and there are many strings.
        if back != bytes || !isSafe {
            Issue.record("\(bytes) became \(Array(text.utf8)), back \(String(describing: back))")
        }
    }

    private func contains(_ text: String, _ pair: String) -> Bool {
        let bytes = Array(text.utf8)
        let wanted = Array(pair.utf8)
        return zip(bytes, bytes.dropFirst()).contains { $0 == wanted[0] && $1 == wanted[1] }
    }

    @Test func everyByteAndEveryPair() {
        for first in UInt8.min...UInt8.max {
            expectHarmless([first])
            for second in UInt8.min...UInt8.max { expectHarmless([first, second]) }
        }
    }

    @Test func everyScalarOfTheBasicPlaneAndSomeAbove() {
        for value in Array(UInt32(0)...0xffff) + Array(stride(from: UInt32(0x10000), through: 0x10ffff, by: 83)) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            expectHarmless([UInt8(ascii: "a")] + Array(String(scalar).utf8) + [UInt8(ascii: "b")])
        }
    }

    @Test func randomNames() {
        var numbers = SeededGenerator(seed: 1)
        for _ in 0..<20_000 { expectHarmless(HostileNames.any(&numbers).bytes) }
    }

    @Test(arguments: [
        ("plain/name-1.0.whl", "plain/name-1.0.whl"), ("a b", "a b"), (" a", "\\x20a"), ("a ", "a\\x20"),
        ("a  b", "a \\x20b"), ("::error::x", "\\x3a\\x3aerror:\\x3ax"), ("c:d", "c:d"), ("a##[b]", "a#\\x23[b]"),
        ("\u{202e}x", "\\u{202e}x"), ("a\nb", "a\\x0ab"), ("\\", "\\\\"), ("\u{9b}m", "\\u{9b}m"), ("漢字", "漢字"),
        ("e\u{301}", "e\u{301}"), ("\u{301}e", "\\u{301}e"), ("", ""),
    ]) func known(bytes: String, text: String) {
        #expect(Array(Escape.text(bytes).unicodeScalars) == Array(text.unicodeScalars))
    }

    @Test func readerAgreesWithTheStandardLibrary() {
        var numbers = SeededGenerator(seed: 2)
        for _ in 0..<20_000 {
            let bytes = HostileNames.any(&numbers).bytes
            let standard = String(validating: bytes, as: UTF8.self)
            if UTF8Reader.isValid(bytes) != (standard != nil) { Issue.record("\(bytes)") }
        }
        // All beginnings of sequences with all kinds of second and third bytes.
        for first in UInt8(0xc0)...0xff {
            for second in UInt8.min...UInt8.max {
                for tail: [UInt8] in [[], [0x80], [0x80, 0x80], [0xbf, 0xbf], [0x41]] {
                    let bytes = [first, second] + tail
                    let standard = String(validating: bytes, as: UTF8.self)
                    if UTF8Reader.isValid(bytes) != (standard != nil) { Issue.record("\(bytes)") }
                }
            }
        }
    }

    @Test func proseKeepsItsWordsAndNothingElse() {
        #expect(Escape.prose(" a\\b\n\tc  d\u{1b}[m \u{202e} ::x\n") == "a\\b c d\\x1b[m \\u{202e} :\\x3ax")
    }

    @Test func uriKeepsOnlyWhatIsPlain() {
        #expect(Escape.uri("a b/c:d%é\u{0}+") == "a%20b/c%3Ad%25%C3%A9%00%2B")
    }

    /// Python's parser must find the same bytes in JSON and in text, and nothing dangerous in the raw file.
    @Test func pythonReadsTheSameBytes() throws {
        var numbers = SeededGenerator(seed: 3)
        var names: [ByteString] = (UInt8.min...UInt8.max).map { ByteString([$0]) }
        for _ in 0..<5_000 { names.append(HostileNames.any(&numbers)) }
        // Every scalar of the planes that have any, sixteen to a name: Python's table knows the invisible ones too.
        for first in Array(stride(from: UInt32(0), to: 0x20000, by: 16))
            + Array(stride(from: 0xe0000, to: 0xe0200, by: 16))
        {
            var name: [UInt8] = []
            for value in first..<first + 16 {
                guard let scalar = Unicode.Scalar(value) else { continue }
                name += Array(String(scalar).utf8) + [UInt8(ascii: "a")]
            }
            names.append(ByteString(name))
        }
        let output = Output()
        for name in names {
            var json = JSONWriter(to: output)
            json.object { json in
                json.member("hex", name.bytes.map { String($0, radix: 16) }.joined(separator: " "))
                json.member("path", name)
                json.member("text", Escape.text(name))
            }
            json.finish()
        }
        let answer = try complaints("escapes", output.bytes)
        #expect(answer.isEmpty, "\(answer)")
    }
}
