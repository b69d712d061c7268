import TestSupport

/// Makes TOML documents: right ones, and ones whose keys collide.
struct TOMLGenerator {
    var random: SeededGenerator
    /// Names are used once, so that no rule on double definitions can be broken.
    var isCareful: Bool
    private var used = 0

    init(seed: UInt64, isCareful: Bool) {
        random = SeededGenerator(seed: seed)
        self.isCareful = isCareful
    }

    /// A whole document.
    mutating func document() -> String {
        var text = ""
        for _ in 0..<random.int(1...(isCareful && random.once(in: 10) ? 40 : 9)) { text += statement() + newline() }
        if random.once(in: 4) { text += statement() }
        return text
    }

    private mutating func statement() -> String {
        switch random.int(0...11) {
        case 0: ""
        case 1: blank() + comment()
        case 2, 3: blank() + "[" + blank() + key() + blank() + "]" + trailer()
        case 4, 5: blank() + "[[" + blank() + key() + blank() + "]]" + trailer()
        default: blank() + key() + blank() + "=" + blank() + value(depth: 0) + trailer()
        }
    }

    private mutating func newline() -> String { random.once(in: 5) ? "\r\n" : "\n" }

    private mutating func blank() -> String { random.pick(["", "", " ", "  ", "\t", " \t"]) }

    private mutating func comment() -> String { random.pick(["#", "# é", "#\t\"'[", "# a = 1", "#\u{10FFFF}\u{85}"]) }

    private mutating func trailer() -> String { blank() + (random.once(in: 5) ? comment() : "") }

    // MARK: Keys

    private mutating func key() -> String {
        var parts = [keyPart()]
        while random.once(in: isCareful ? 3 : 2), parts.count < 5 { parts.append(keyPart()) }
        return parts.map { $0 + (random.once(in: 8) ? " " : "") }.joined(separator: random.once(in: 8) ? ". " : ".")
    }

    private mutating func keyPart() -> String {
        if isCareful {
            used += 1
            return random.pick([
                "k\(used)", "\"k \(used)\"", "'k\\\(used)'", "\(used)", "-\(used)_", "\"\\u00e9\(used)\"",
            ])
        }
        return random.pick([
            "a", "b", "a", "b", "c", "\"a\"", "'b'", "\"\\u0061\"", "1", "\"\"", "''", "-", "true", "\"\u{E9}\"",
            "\"e\u{301}\"", "\"a.b\"",
        ])
    }

    // MARK: Values

    private mutating func value(depth: Int) -> String {
        switch random.int(0...(depth < 4 ? 11 : 8)) {
        case 0, 1: return string()
        case 2, 3: return integer()
        case 4: return float()
        case 5: return random.pick(["true", "false"])
        case 6, 7: return date()
        case 8: return random.pick(["inf", "-inf", "+inf", "nan", "-nan", "+nan", "0", "-0", "+0", "0.0", "-0.0"])
        case 9, 10: return array(depth: depth)
        default: return inlineTable(depth: depth)
        }
    }

    private mutating func array(depth: Int) -> String {
        var text = "[" + gap()
        let count = random.int(0...3)
        for index in 0..<count {
            text += value(depth: depth + 1) + gap()
            if index < count - 1 || random.once(in: 3) { text += "," + gap() }
        }
        return text + "]"
    }

    private mutating func inlineTable(depth: Int) -> String {
        var pairs: [String] = []
        for _ in 0..<random.int(0...3) {
            pairs.append(blank() + key() + blank() + "=" + blank() + value(depth: depth + 1) + blank())
        }
        return "{" + (pairs.isEmpty ? blank() : pairs.joined(separator: ",")) + "}"
    }

    /// What may stand between the parts of an array.
    private mutating func gap() -> String {
        switch random.int(0...5) {
        case 0: newline() + blank()
        case 1: comment() + newline()
        default: blank()
        }
    }

    private mutating func string() -> String {
        switch random.int(0...3) {
        case 0:
            return "\""
                + pieces(["a", "é", "'", "#", "\\n", "\\\"", "\\\\", "\\u00E9", "\\U0001F600", "\t", "\\b\\f\\r\\t"])
                + "\""
        case 1: return "'" + pieces(["a", "é", "\"", "#", "\\", "\\n", "\t", "\u{2028}", "]"]) + "'"
        case 2:
            return "\"\"\"" + random.pick(["", newline()])
                + pieces([
                    "a", "\n", "\r\n", "\\\n  ", "\\  \r\n\n\t", "\\\"", "é", "'", "\" ", "\"\" ", "\\u000a", "\\\\",
                ])
                + random.pick(["", "", "\"", "\"\""]) + "\"\"\""
        default:
            return "'''" + random.pick(["", newline()])
                + pieces(["a", "\n", "\r\n", "\\", "é", "\"", "' ", "'' ", "\t"])
                + random.pick(["", "", "'", "''"]) + "'''"
        }
    }

    private mutating func pieces(_ choices: [String]) -> String {
        (0..<random.int(0...5)).map { _ in random.pick(choices) }.joined()
    }

    private mutating func integer() -> String {
        switch random.int(0...5) {
        case 0: return "0x" + digits("0123456789abcdefABCDEF", 1...12)
        case 1: return "0o" + digits("01234567", 1...12)
        case 2: return "0b" + digits("01", 1...12)
        case 3: return random.pick(["9223372036854775807", "-9223372036854775808", "0x7fffffffffffffff"])
        default: return random.pick(["", "+", "-"]) + decimal()
        }
    }

    private mutating func float() -> String {
        let fraction = random.once(in: 3) ? "" : "." + digits("0123456789", 1...9)
        let exponent =
            fraction.isEmpty || random.once(in: 2)
            ? random.pick(["e", "E"]) + random.pick(["", "+", "-"]) + digits("0123456789", 1...3) : ""
        return random.pick(["", "+", "-"]) + random.pick([decimal(), "0"]) + fraction + exponent
    }

    private mutating func decimal() -> String {
        random.once(in: 6) ? "0" : digits("123456789", 1...1) + (random.once(in: 4) ? "" : digits("0123456789", 1...8))
    }

    private mutating func digits(_ alphabet: String, _ count: ClosedRange<Int>) -> String {
        let letters = alphabet.map(String.init)
        var text = random.pick(letters)
        for _ in 1..<random.int(count) { text += (random.once(in: 6) ? "_" : "") + random.pick(letters) }
        return text
    }

    private mutating func date() -> String {
        let month = random.int(1...12)
        let longest = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        let year = random.pick(["0001", "1979", "2000", "2024", "9999", "1900"])
        let day = "\(year)-\(two(month))-\(two(random.int(1...longest)))"
        var clock = "\(two(random.int(0...23))):\(two(random.int(0...59))):\(two(random.int(0...59)))"
        if random.once(in: 2) {
            clock += "." + (0..<random.int(1...11)).map { _ in random.pick(["0", "7", "9"]) }.joined()
        }
        let joint = random.pick(["T", "t", " "])
        switch random.int(0...3) {
        case 0: return day
        case 1: return clock
        case 2: return day + joint + clock
        default:
            let offset = random.pick(["+", "-"]) + two(random.int(0...23)) + ":" + two(random.int(0...59))
            return day + joint + clock + random.pick(["Z", "z", offset])
        }
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
