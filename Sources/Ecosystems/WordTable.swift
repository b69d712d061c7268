/// A few words, to be looked for among millions of names: most are told from all of them by their length alone.
struct WordTable: Sendable {
    /// By their lengths.
    private let words: [[[UInt8]]]

    init(_ texts: [String]) {
        let all = texts.map { Array($0.utf8) }
        let longest = all.map(\.count).max() ?? 0
        words = (0...longest).map { length in all.filter { $0.count == length } }
    }

    /// Whether these bytes are one of the words.
    func contains(_ name: Span<UInt8>) -> Bool {
        name.count < words.count && words[name.count].contains { name.equals($0) }
    }
}
