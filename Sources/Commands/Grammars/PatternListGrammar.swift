import Inventory

/// Several patterns, one per flag; any bytes but none at all.
struct PatternListGrammar: Grammar {
    /// Bytes of the longest pattern.
    static let longest = 1024

    var expectation: String { "an id or a pattern of up to \(Self.longest) bytes" }
    var isList: Bool { true }

    func read(argument: [UInt8]) -> [ByteString]? {
        (1...Self.longest).contains(argument.count) ? [ByteString(argument)] : nil
    }

    func literal(_ value: [ByteString]) -> Literal? { .texts(value.map { Quotation.text($0.bytes) }) }

    func join(_ old: [ByteString], _ new: [ByteString]) -> [ByteString] { old + new }
}
