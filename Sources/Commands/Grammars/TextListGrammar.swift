import Inventory

/// Several texts, one per flag; any bytes but none at all.
struct TextListGrammar: Grammar {
    /// Bytes of the longest text.
    private let longest: Int

    init(longest: Int = 256) {
        self.longest = longest
    }

    var expectation: String { "a text of 1 to \(longest) bytes" }
    var isList: Bool { true }

    func read(argument: [UInt8]) -> [ByteString]? {
        (1...longest).contains(argument.count) ? [ByteString(argument)] : nil
    }

    func literal(_ value: [ByteString]) -> Literal? { .texts(value.map { Quotation.text($0.bytes) }) }

    func join(_ old: [ByteString], _ new: [ByteString]) -> [ByteString] { old + new }
}
