/// What the last token says. Each is about the last `key`, `string` or `number`.
extension JSONScanner {
    /// The token as it stands in the file: strings without their quotes, with their escapes.
    package var rawToken: Span<UInt8> {
        @_lifetime(copy self)
        get { bytes.extracting(tokenStart..<tokenEnd) }
    }

    /// The last token, to come back to when the scanner has gone on.
    package var token: JSONToken {
        JSONToken(start: tokenStart, end: tokenEnd, hasEscapes: tokenHasEscapes)
    }

    /// Whether the key or string is this text. Escapes are understood: `"\u0061"` is `a`.
    package func tokenIs(_ name: JSONName) -> Bool { holds(token, name) }

    /// Whether an earlier key or string is this text.
    package func holds(_ token: JSONToken, _ name: JSONName) -> Bool {
        if token.hasEscapes { return decoded(token) == name.bytes }
        guard token.end &- token.start == name.bytes.count else { return false }
        for index in 0..<name.bytes.count where bytes[token.start &+ index] != name.bytes[index] { return false }
        return true
    }

    /// The text of the key or string; the digits of the number.
    package func text() -> String {
        // The copy in one piece, for nearly all tokens; the bytes are known to be UTF-8.
        if !tokenHasEscapes, let utf8 = try? UTF8Span(validating: rawToken) { return String(copying: utf8) }
        return String(decoding: decodedToken(), as: UTF8.self)
    }

    /// The bytes of the key or string with its escapes replaced.
    package func decodedToken() -> [UInt8] { decoded(token) }

    /// The bytes of an earlier key or string with its escapes replaced.
    package func decoded(_ token: JSONToken) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(token.end &- token.start)
        var at = token.start
        while at < token.end {
            let byte = bytes[at]
            if byte != UInt8(ascii: "\\") {
                result.append(byte)
                at &+= 1
            } else {
                at = decodeEscape(at, before: token.end, into: &result)
            }
        }
        return result
    }

    /// The number, where it is written as an integer and fits.
    package func integer() -> Int64? {
        var at = tokenStart
        let isNegative = at < tokenEnd && bytes[at] == UInt8(ascii: "-")
        if isNegative { at &+= 1 }
        guard at < tokenEnd else { return nil }
        // Counted downwards: the smallest number has no positive twin.
        var value: Int64 = 0
        while at < tokenEnd {
            guard bytes[at].isDigit else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.subtractingReportingOverflow(Int64(bytes[at] &- UInt8(ascii: "0")))
            if overflow || carry { return nil }
            value = sum
            at &+= 1
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }

    /// The number, rounded to the nearest double; too large ones become infinite.
    package func double() -> Double? {
        Double(text())
    }

    // MARK: Escapes

    /// Checks the escape whose backslash stands here: the offset behind it.
    func escapeEnd(_ at: Int) throws(ParseError) -> Int {
        guard at &+ 1 < bytes.count else { throw fail("found the end of the document in an escape", at: at) }
        switch bytes[at &+ 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return at &+ 2
        case UInt8(ascii: "u"):
            break
        default:
            throw fail("found a backslash before another letter, expected one of `\" \\ / b f n r t u`", at: at)
        }
        guard let unit = codeUnit(at) else {
            throw fail("found an escape without its digits, expected four hexadecimal digits behind `\\u`", at: at)
        }
        guard unit & 0xF800 == 0xD800 else { return at &+ 6 }
        if unit < 0xDC00, let low = codeUnit(at &+ 6), low & 0xFC00 == 0xDC00 { return at &+ 12 }
        if limits.loneSurrogates == .refused {
            throw fail("found one half of a surrogate pair without the other, which is no character", at: at)
        }
        return at &+ 6
    }

    /// Appends what a checked escape stands for: the offset behind it.
    private func decodeEscape(_ at: Int, before end: Int, into result: inout [UInt8]) -> Int {
        let letter = at &+ 1 < end ? bytes[at &+ 1] : 0
        switch letter {
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "u"): return decodeUnicode(at, into: &result)
        default: result.append(letter)
        }
        return at &+ 2
    }

    private func decodeUnicode(_ at: Int, into result: inout [UInt8]) -> Int {
        let unit = codeUnit(at) ?? 0xFFFD
        var value = unit
        var end = at &+ 6
        if unit & 0xFC00 == 0xD800, let low = codeUnit(end), low & 0xFC00 == 0xDC00 {
            value = 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF)
            end &+= 6
        }
        let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
        result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        return end
    }

    /// The sixteen bits of `\uXXXX` at an offset; `nil` where something else stands there.
    private func codeUnit(_ at: Int) -> UInt32? {
        guard at &+ 5 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at &+ 1] == UInt8(ascii: "u") else {
            return nil
        }
        var value: UInt32 = 0
        for index in 2..<6 {
            guard let digit = bytes[at &+ index].hexadecimalValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    // MARK: Errors

    /// An error at an offset.
    func fail(_ reason: String, at offset: Int) -> ParseError {
        JSON.error(reason, at: offset, in: bytes)
    }

    /// An error at this place that says what stands here.
    func expected(_ what: String) -> ParseError {
        fail("found \(found()), expected \(what)", at: offset)
    }

    private func found() -> String {
        guard offset < bytes.count else { return "the end of the document" }
        switch bytes[offset] {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return "the end of the line"
        case UInt8(ascii: "\t"): return "a tab"
        case let byte where byte < 0x80: return "\(Quoted(String(Unicode.Scalar(byte))))"
        default:
            var end = offset &+ 1
            while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end &+= 1 }
            return "\(Quoted(bytes.extracting(offset..<end)))"
        }
    }
}
