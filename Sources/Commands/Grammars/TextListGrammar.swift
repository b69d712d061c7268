import Inventory

/// Several texts, one per flag; any bytes but none at all.
struct TextListGrammar: Grammar {
    /// Bytes of the longest text.
    static let longest = 256

    var expectation: String { "a text of 1 to \(Self.longest) bytes" }
    var isList: Bool { true }

    func read(argument: [UInt8]) -> [ByteString]? {
        (1...Self.longest).contains(argument.count) ? [ByteString(argument)] : nil
    }

    func literal(_ value: [ByteString]) -> Literal? { .texts(value.map { Quotation.text($0.bytes) }) }

    func join(_ old: [ByteString], _ new: [ByteString]) -> [ByteString] { old + new }
}
