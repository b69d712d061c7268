/// Values without quotes or brackets: booleans, numbers, dates and times.
///
/// All of them are one run of letters, digits and `+ - _ . :`, with a single blank only between a date and a time. The
/// run is cut out first and then understood as a whole, so an error can show it.
extension TOMLParser {
    /// Reads the run and understands it.
    mutating func word() throws(ParseError) -> TOMLValue {
        let start = cursor.offset
        skipWord()
        guard cursor.offset > start else { throw expected("a value") }
        // `1979-05-27 07:32:00`: the only value with a blank in it.
        if cursor.offset - start == 10, cursor.bytes[start].isDigit, cursor.bytes[start + 4] == UInt8(ascii: "-"),
            cursor.peek() == UInt8(ascii: " "), let next = cursor.peek(1), next.isDigit
        {
            advance()
            skipWord()
        }
        let length = cursor.offset - start
        guard length <= limits.numberLength else {
            throw fail("a value has \(length) bytes, more than the limit of \(limits.numberLength)", at: start)
        }
        var text: [UInt8] = []
        text.reserveCapacity(length)
        for index in start..<cursor.offset { text.append(cursor.bytes[index]) }
        do throws(TOMLWord.Problem) {
            return try TOMLWord(text).value()
        } catch {
            throw fail("found \(Quoted(String(decoding: text, as: UTF8.self))), \(error.reason)", at: start)
        }
    }

    private mutating func skipWord() {
        while let next = cursor.peek(),
            next.isBareKey || next == UInt8(ascii: "+") || next == UInt8(ascii: ".") || next == UInt8(ascii: ":")
        {
            advance()
        }
    }
}
