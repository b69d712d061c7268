import TestSupport

/// Makes JSON documents, with repeated keys and every kind of escape.
struct JSONGenerator {
    var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    /// A whole document.
    mutating func document() -> String { blank() + value(depth: 0) + blank() }

    private mutating func blank() -> String { random.pick(["", "", "", " ", "\n", "\r\n", "\t "]) }

    private mutating func value(depth: Int) -> String {
        switch random.int(0...(depth < 5 ? 9 : 5)) {
        case 0: return random.pick(["true", "false", "null"])
        case 1, 2: return number()
        case 3, 4, 5: return string()
        case 6, 7: return "[" + list(depth: depth) { $0.value(depth: depth + 1) } + "]"
        default:
            return "{" + list(depth: depth) { $0.string() + $0.blank() + ":" + $0.blank() + $0.value(depth: depth + 1) }
                + "}"
        }
    }

    private mutating func list(depth: Int, _ element: (inout JSONGenerator) -> String) -> String {
        let count = random.int(0...4)
        if count == 0 { return blank() }
        var parts: [String] = []
        for _ in 0..<count { parts.append(blank() + element(&self) + blank()) }
        return parts.joined(separator: ",")
    }

    private mutating func string() -> String {
        let pieces = [
            "a", "b", "a", "key", "é", "\u{10FFFF}", "\u{2028}", "\u{7F}", "\\n", "\\\"", "\\\\", "\\/", "\\b\\f\\r\\t",
            "\\u0061", "\\u00E9", "\\uD83D\\uDE00", "\\u0000", "\\uFFFF", "'", "#", "\\uDBFF\\uDFFF",
        ]
        var text = "\""
        for _ in 0..<random.int(0...4) { text += random.pick(pieces) }
        if random.once(in: 40) {
            text += random.pick(["\\ud800", "\\udc00", "\\ud800\\ud800\\udc00", "\\udfff\\u0041"])
        }
        return text + "\""
    }

    private mutating func number() -> String {
        let whole = random.pick([
            "0", "1", "-0", "-1", "12", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
        ])
        let fraction = random.once(in: 2) ? "" : random.pick([".0", ".5", ".123456789012345678", ".000"])
        let exponent = random.once(in: 2) ? "" : random.pick(["e0", "E+5", "e-7", "e308", "e400", "E-400", "e00"])
        return whole + fraction + exponent
    }
}
