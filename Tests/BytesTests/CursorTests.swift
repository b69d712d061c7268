import Bytes
import Testing

@Suite("Cursor")
struct CursorTests {
    /// What a reading gives, or the sentence of its error. The cursor cannot leave the function that made it.
    private func read<Value>(
        _ bytes: [UInt8], _ body: (inout Cursor) throws(ParseError) -> Value
    ) -> Result<Value, ParseError> {
        var cursor = Cursor(bytes.span, format: "test")
        do {
            return .success(try body(&cursor))
        } catch {
            return .failure(error)
        }
    }

    private let counting: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9]

    @Test("Numbers of fixed width are read in both orders")
    func fixedWidth() throws {
        #expect(try read(counting) { c throws(ParseError) in try c.littleUInt16() }.get() == 0x0201)
        #expect(try read(counting) { c throws(ParseError) in try c.littleUInt32() }.get() == 0x0403_0201)
        #expect(try read(counting) { c throws(ParseError) in try c.littleUInt64() }.get() == 0x0807_0605_0403_0201)
        #expect(try read(counting) { c throws(ParseError) in try c.bigUInt16() }.get() == 0x0102)
        #expect(try read(counting) { c throws(ParseError) in try c.bigUInt32() }.get() == 0x0102_0304)
        #expect(try read(counting) { c throws(ParseError) in try c.bigUInt64() }.get() == 0x0102_0304_0506_0708)
        #expect(
            try read([255, 255, 255, 255, 255, 255, 255, 255]) { c throws(ParseError) in try c.bigUInt64() }.get()
                == .max)
    }

    @Test("What does not fit is an error, and nothing is taken")
    func tooShort() {
        let result = read([1, 2, 3]) { c throws(ParseError) in
            try c.skip(2)
            do throws(ParseError) {
                _ = try c.littleUInt32()
            } catch {
                return (error, c.offset)
            }
            return (c.error("nothing was thrown"), -1)
        }
        guard case .success((let error, let offset)) = result else {
            Issue.record("the skip must succeed")
            return
        }
        #expect(error == ParseError(format: "test", reason: "4 bytes expected, 1 left", offset: 2))
        #expect(error.description == "test, byte 2: 4 bytes expected, 1 left")
        #expect(offset == 2)
    }

    @Test("Lengths that a file chose cannot lead outside", arguments: [-1, 4, Int.max, Int.min])
    func hostileLengths(count: Int) {
        let bytes: [UInt8] = [1, 2, 3]
        #expect(throws: ParseError.self) {
            try read(bytes) { c throws(ParseError) in try c.take(count: count).count }.get()
        }
        #expect(throws: ParseError.self) { try read(bytes) { c throws(ParseError) in try c.skip(count) }.get() }
        #expect(throws: ParseError.self) { try read(bytes) { c throws(ParseError) in try c.move(to: count) }.get() }
        #expect((try? read(bytes) { c throws(ParseError) in c.peek(count) }.get()) == .some(nil))
        #expect(throws: ParseError.self) {
            try read(bytes) { c throws(ParseError) in
                try c.slice(min(0, count)..<max(1, count)).count
            }.get()
        }
    }

    @Test("Slices, words and the end")
    func walking() throws {
        let seen = read(counting) { c throws(ParseError) in
            var seen: [Int] = [c.remaining, Int(c.peek(8) ?? 0), c.peek(9) == nil ? 1 : 0]
            seen.append(c.take(1) && !c.take(1) && c.take([2, 3]) && !c.take([4, 6]) ? 1 : 0)
            seen.append(Int(try c.take(count: 2)[1]))
            seen.append(Int(try c.slice(0..<1)[0]))
            try c.move(to: 9)
            seen.append(c.isAtEnd && !c.take(9) && !c.starts(with: [9]) && c.starts(with: []) ? 1 : 0)
            return seen
        }
        #expect(try seen.get() == [9, 9, 1, 1, 5, 1, 1])
    }

    @Test(
        "Variable-length numbers",
        arguments: [
            ([0x00], 0), ([0x7F], 127), ([0x80, 0x01], 128), ([0xAC, 0x02], 300), ([0x80, 0x00], 0),
            ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], .max),
        ] as [([UInt8], UInt64)])
    func varints(bytes: [UInt8], value: UInt64) throws {
        #expect(try read(bytes) { c throws(ParseError) in try c.varint() }.get() == value)
    }

    @Test(
        "Variable-length numbers that are none",
        arguments: [
            [], [0x80], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02],
            [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00],
            [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x81, 0x00],
        ] as [[UInt8]])
    func badVarints(bytes: [UInt8]) {
        #expect(throws: ParseError.self) { try read(bytes) { c throws(ParseError) in try c.varint() }.get() }
    }

    @Test("Folded signed numbers", arguments: [(0, 0), (1, -1), (2, 1), (3, -2), (254, 127)] as [(UInt8, Int64)])
    func zigzag(byte: UInt8, value: Int64) throws {
        let bytes = byte < 0x80 ? [byte] : [byte, 0x01]
        #expect(try read(bytes) { c throws(ParseError) in try c.zigzagVarint() }.get() == value)
    }

    @Test("The largest folded numbers")
    func zigzagEnds() throws {
        let nines = [UInt8](repeating: 0xFF, count: 9)
        #expect(try read(nines + [1]) { c throws(ParseError) in try c.zigzagVarint() }.get() == .min)
        #expect(
            try read([0xFE] + nines.dropLast() + [1]) { c throws(ParseError) in try c.zigzagVarint() }.get() == .max)
    }

    @Test("Arithmetic on foreign numbers throws instead of trapping")
    func arithmetic() throws {
        #expect(try read([]) { c throws(ParseError) in try c.sum(2, 3) }.get() == 5)
        #expect(try read([]) { c throws(ParseError) in try c.difference(2, 3) }.get() == -1)
        #expect(try read([]) { c throws(ParseError) in try c.product(2, 3) }.get() == 6)
        #expect(try read([]) { c throws(ParseError) in try c.size(7, limit: 7) }.get() == 7)
        #expect(throws: ParseError.self) { try read([]) { c throws(ParseError) in try c.sum(.max, 1) }.get() }
        #expect(throws: ParseError.self) { try read([]) { c throws(ParseError) in try c.difference(.min, 1) }.get() }
        #expect(throws: ParseError.self) { try read([]) { c throws(ParseError) in try c.product(.max, 2) }.get() }
        #expect(throws: ParseError.self) { try read([]) { c throws(ParseError) in try c.size(.max) }.get() }
        #expect(throws: ParseError.self) { try read([]) { c throws(ParseError) in try c.size(8, limit: 7) }.get() }
    }
}

@Suite("Text positions and quotes")
struct TextPositionTests {
    @Test("Lines and columns, forwards and backwards")
    func locate() {
        let text = Array("aé\n\u{1F600}b\n".utf8)
        var locator = TextLocator()
        let places = [0, 1, 3, 4, 8, 9, 10, 99, 1].map { locator.locate($0, in: text.span) }
        let expected = [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 1), (3, 1), (1, 2)]
        #expect(places == expected.map { TextPosition(line: $0.0, column: $0.1) })
    }

    @Test("Quoted text is short and inert")
    func quoted() {
        #expect(Quoted("a b").description == "`a b`")
        #expect(Quoted("a`\u{1B}\n\u{202E}é").description == "`a\\u{60}\\u{1B}\\u{A}\\u{202E}\\u{E9}`")
        #expect(Quoted(String(repeating: "x", count: 60)).description.count == 62)
        #expect(Quoted(String(repeating: "x", count: 61)).description == "`" + String(repeating: "x", count: 60) + "…`")
        let bytes: [UInt8] = [0x61, 0xFF]
        #expect(Quoted(bytes.span).description == "`a\\u{FFFD}`")
    }
}
