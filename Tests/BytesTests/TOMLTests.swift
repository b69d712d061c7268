import Bytes
import Testing

@Suite("TOML")
struct TOMLTests {
    @Test("A document is read with its places")
    func places() throws {
        let table = try TOML.parse(
            Array(
                """
                title = "ä"  # comment
                [owner]
                name.first = 'Tom'
                  "é" = [ 1, 0xfF ]
                """.utf8))
        #expect(table["title"]?.string == "ä")
        #expect(table["title"]?.position == TextPosition(line: 1, column: 9))
        let owner = try #require(table["owner"]?.table)
        #expect(table["owner"]?.position == TextPosition(line: 2, column: 1))
        #expect(owner["name"]?.table?["first"]?.string == "Tom")
        #expect(owner["name"]?.table?.entries[0].keyPosition == TextPosition(line: 3, column: 6))
        #expect(owner.entries[1].keyPosition == TextPosition(line: 4, column: 3))
        let numbers = try #require(owner["é"]?.array)
        #expect(numbers.map(\.integer) == [1, 255])
        #expect(numbers[1].position == TextPosition(line: 4, column: 14))
    }

    @Test("Right documents are accepted", arguments: TOMLCases.right)
    func right(document: String) throws {
        _ = try TOML.parse(Array(document.utf8))
    }

    @Test("Wrong documents are refused with place and reason", arguments: TOMLCases.wrong)
    func wrong(_ wrong: TOMLCases.Wrong) {
        let error = #expect(throws: ParseError.self) { try TOML.parse(Array(wrong.document.utf8)) }
        #expect(error?.line == wrong.position.line, "\(error.debugDescription)")
        #expect(error?.column == wrong.position.column, "\(error.debugDescription)")
        #expect(error?.reason.contains(wrong.says) == true, "\(error.debugDescription)")
    }

    @Test("Bytes that are not UTF-8 are refused where they stand")
    func notUTF8() {
        for bad in [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] as [[UInt8]] {
            let error = #expect(throws: ParseError.self) { try TOML.parse(Array("a = 1\n# é ".utf8) + bad) }
            #expect(error?.position == TextPosition(line: 2, column: 5))
            #expect(error?.offset == 11)
        }
    }

    @Test("The year 0000 and further digits of a second are read as the specification has them")
    func beyondPython() throws {
        let table = try TOML.parse(Array("a = 0000-02-29\nb = 00:00:00.1234567899".utf8))
        #expect(table["a"]?.value == .localDate(try #require(TOMLLocalDate(year: 0, month: 2, day: 29))))
        let time = try #require(TOMLLocalTime(hour: 0, minute: 0, second: 0, nanosecond: 123_456_789))
        #expect(table["b"]?.value == .localTime(time))
    }

    @Test("Two spellings of an accented letter are two keys")
    func canonicalEquivalence() throws {
        let table = try TOML.parse(Array("\"\u{E9}\" = 1\n\"e\u{301}\" = 2".utf8))
        #expect(table["\u{E9}"]?.integer == 1)
        #expect(table["e\u{301}"]?.integer == 2)
        #expect(TOMLValue.string("\u{E9}") != .string("e\u{301}"))
    }

    @Test("In a table of any size each key is found, and a second one refused", arguments: [1, 7, 8, 9, 10, 100])
    func manyKeys(count: Int) throws {
        let document = (0..<count).map { "k\($0) = \($0)\n" }.joined()
        let table = try TOML.parse(Array(document.utf8))
        for index in 0..<count {
            #expect(table["k\(index)"]?.integer == Int64(index))
            #expect(throws: ParseError.self) { try TOML.parse(Array((document + "k\(index) = 0").utf8)) }
        }
        #expect(try TOML.parse(Array((document + "k\(count).a = 0").utf8)).entries.count == count + 1)
    }

    // MARK: Limits

    private func refusal(_ document: String, _ limits: TOMLLimits) -> String {
        do {
            _ = try TOML.parse(Array(document.utf8), limits: limits)
            return "accepted"
        } catch {
            return error.reason
        }
    }

    @Test("Each limit holds, and what is at the limit passes")
    func limits() {
        #expect(refusal("a = 1", TOMLLimits(size: 5)) == "accepted")
        #expect(refusal("a = 12", TOMLLimits(size: 5)).contains("6 bytes"))
        #expect(refusal("a = [[1]]", TOMLLimits(nesting: 2)) == "accepted")
        #expect(refusal("a = [[[1]]]", TOMLLimits(nesting: 2)).contains("nested deeper"))
        #expect(refusal("a = {b={c={}}}", TOMLLimits(nesting: 2)).contains("nested deeper"))
        #expect(refusal("[a.b.c]", TOMLLimits(nesting: 2)).contains("nested deeper"))
        #expect(refusal("[[a.b.c]]", TOMLLimits(nesting: 2)).contains("nested deeper"))
        #expect(refusal("a.b.c.d = 1", TOMLLimits(nesting: 2)).contains("more parts"))
        #expect(refusal("a = [1, 2]", TOMLLimits(values: 3)) == "accepted")
        #expect(refusal("a = [1, 2, 3]", TOMLLimits(values: 3)).contains("more values"))
        #expect(refusal("abc = 1", TOMLLimits(keyLength: 3)) == "accepted")
        #expect(refusal("abcd = 1", TOMLLimits(keyLength: 3)).contains("a key has 4 bytes"))
        #expect(refusal("a = 123", TOMLLimits(numberLength: 3)) == "accepted")
        #expect(refusal("a = 1234", TOMLLimits(numberLength: 3)).contains("a value has 4 bytes"))
    }

    @Test("A hundred thousand open brackets are an error, not the end of the stack")
    func deep() {
        let brackets = String(repeating: "[", count: 100_000)
        #expect(refusal("a = " + brackets, .standard).contains("nested deeper"))
        #expect(refusal("a = " + brackets, TOMLLimits(nesting: .max)).contains("end of the file"))
        #expect(refusal(String(repeating: "a.", count: 100_000), .standard).contains("more parts"))
        #expect(refusal("a = " + String(repeating: "{a=", count: 100_000), .standard).contains("nested deeper"))
    }

    @Test("Errors show nothing that a terminal would obey")
    func errorsAreInert() {
        let shown = refusal("\"\u{1B}[31m\u{202E}\" = 1", .standard) + refusal("a = \u{202E}\u{9B}", .standard)
        #expect(shown.unicodeScalars.allSatisfy { (0x20..<0x7F).contains($0.value) })
    }
}
