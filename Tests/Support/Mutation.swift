/// Breaks a document as fuzzers do: cuts, copies, swaps and sprinkles pieces of the format's own vocabulary.
package struct Mutation {
    private let pieces: [[UInt8]]

    /// Takes the words that are sprinkled in.
    package init(pieces: [String]) {
        self.pieces = pieces.map { Array($0.utf8) } + [[0], [0x7F], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0xAF]]
    }

    /// The document after one to three changes.
    package func of(_ document: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        var bytes = document
        for _ in 0..<random.int(1...3) { change(&bytes, using: &random) }
        return bytes
    }

    private func change(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
        let at = random.int(0...bytes.count)
        let end = min(bytes.count, at + random.int(1...6))
        switch random.int(0...6) {
        case 0: bytes.removeSubrange(at..<end)
        case 1: bytes.insert(contentsOf: Array(bytes[at..<end]), at: random.int(0...bytes.count))
        case 2: bytes.insert(contentsOf: random.pick(pieces), at: at)
        case 3: bytes.replaceSubrange(at..<min(bytes.count, at + 1), with: random.pick(pieces))
        case 4 where at < bytes.count: bytes[at] = UInt8(random.int(0...255))
        case 5 where at < bytes.count: bytes[at] ^= 1 << UInt8(random.int(0...7))
        default: bytes.removeSubrange(at...)
        }
    }
}
