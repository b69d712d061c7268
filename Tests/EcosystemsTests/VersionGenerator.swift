import TestSupport

/// Makes versions: some that exist, more that could, and many that are broken.
struct VersionGenerator {
    /// What versions of one client are made of.
    struct Vocabulary: Sendable {
        var real: [String]
        var pieces: [String]
        var separators: [String]
        /// Sprinkled into finished versions.
        var noise: [String]
    }

    var random: SeededGenerator
    let vocabulary: Vocabulary

    init(seed: UInt64, _ vocabulary: Vocabulary) {
        random = SeededGenerator(seed: seed)
        self.vocabulary = vocabulary
    }

    /// All pairs of versions that exist, and so many in which both are often alike: far versions tell little.
    mutating func pairs(_ count: Int) -> [(String, String)] {
        var pairs = vocabulary.real.flatMap { one in vocabulary.real.map { (one, $0) } }
        pairs.reserveCapacity(pairs.count + count)
        for _ in 0..<count {
            let one = version()
            let two = random.once(in: 3) ? version() : relative(of: one)
            pairs.append(random.once(in: 2) ? (one, two) : (two, one))
        }
        return pairs
    }

    private mutating func version() -> String {
        if random.once(in: 4) { return random.pick(vocabulary.real) }
        var text = ""
        for part in 0..<random.int(1...7) {
            if part > 0 { text += random.pick(vocabulary.separators) }
            text += random.pick(vocabulary.pieces)
        }
        if random.once(in: 2) { text = "\(random.int(0...3)).\(random.int(0...3)).\(random.int(0...3))" + text }
        return random.once(in: 12) ? noisy(text) : text
    }

    private mutating func relative(of text: String) -> String {
        switch random.int(0...5) {
        case 0: return text + random.pick(vocabulary.separators) + random.pick(vocabulary.pieces)
        case 1: return String(text.dropLast(random.int(0...3)))
        case 2: return noisy(text)
        case 3: return text.uppercased()
        case 4: return text + random.pick(vocabulary.separators) + "0"
        default:
            var pieces = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            pieces[random.int(0...pieces.count - 1)] = random.pick(vocabulary.pieces)
            return pieces.joined(separator: ".")
        }
    }

    private mutating func noisy(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        let at = random.int(0...scalars.count)
        switch random.int(0...2) {
        case 0 where at < scalars.count: scalars.remove(at: at)
        case 1 where at < scalars.count: scalars.append(scalars[at])
        default: scalars.insert(contentsOf: random.pick(vocabulary.noise).unicodeScalars, at: at)
        }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }
}
