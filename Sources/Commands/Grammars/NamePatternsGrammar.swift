import Audit
import Inventory

/// Several patterns for names or hosts, in the configuration file only.
struct NamePatternsGrammar: Grammar {
    /// So many patterns are too many: each is tried on each name.
    static let countMax = 1000

    var expectation: String { "an array of patterns of up to \(Glob.patternLimit) bytes" }
    var isList: Bool { true }

    func read(argument: [UInt8]) -> [ByteString]? {
        (1...Glob.patternLimit).contains(argument.count) ? [ByteString(argument)] : nil
    }

    func read(literal: Literal) -> [ByteString]? {
        guard case .texts(let texts) = literal, texts.count <= Self.countMax else { return nil }
        var patterns: [ByteString] = []
        for text in texts {
            guard let pattern = read(argument: Array(text.utf8)) else { return nil }
            patterns += pattern
        }
        return patterns
    }

    func literal(_ value: [ByteString]) -> Literal? { .texts(value.map { Quotation.text($0.bytes) }) }

    func join(_ old: [ByteString], _ new: [ByteString]) -> [ByteString] { old + new }
}
