/// A short plain name: letters, digits, dot, dash and underscore, not starting with a sign.
struct NameGrammar: Grammar {
    /// Bytes of the longest name.
    private let longest: Int

    init(longest: Int = 64) {
        self.longest = longest
    }

    var expectation: String { "a name of up to \(longest) letters, digits, dots, dashes and underscores" }

    func read(argument: [UInt8]) -> String? {
        guard (1...longest).contains(argument.count), argument.allSatisfy(Self.isAllowed),
            let first = argument.first, Self.isLetterOrDigit(first)
        else { return nil }
        return String(decoding: argument, as: UTF8.self)
    }

    func literal(_ value: String) -> Literal? { .text(value) }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
