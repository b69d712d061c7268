/// The words that Maven knows in a version, lowest first.
enum MavenQualifier: UInt8 {
    case alpha = 1, beta, milestone, candidate, snapshot, release, servicePack

    /// The rank of all other words.
    static let unknown: UInt8 = 8

    private static let words: [(word: [UInt8], qualifier: MavenQualifier)] = [
        (Array("alpha".utf8), .alpha), (Array("beta".utf8), .beta), (Array("milestone".utf8), .milestone),
        (Array("rc".utf8), .candidate), (Array("cr".utf8), .candidate), (Array("snapshot".utf8), .snapshot),
        (Array("ga".utf8), .release), (Array("final".utf8), .release), (Array("release".utf8), .release),
        (Array("sp".utf8), .servicePack),
    ]

    /// The qualifier of a word in small letters; before a digit `a`, `b` and `m` are short for three of them.
    static func of(_ word: ArraySlice<UInt8>, isBeforeDigit: Bool) -> MavenQualifier? {
        if isBeforeDigit, word.count == 1 {
            switch word.first {
            case UInt8(ascii: "a"): return .alpha
            case UInt8(ascii: "b"): return .beta
            case UInt8(ascii: "m"): return .milestone
            default: return nil
            }
        }
        return words.first { $0.word.count == word.count && word.elementsEqual($0.word) }?.qualifier
    }

    /// The rank of a word.
    static func rank(_ word: ArraySlice<UInt8>, isBeforeDigit: Bool) -> UInt8 {
        of(word, isBeforeDigit: isBeforeDigit)?.rawValue ?? unknown
    }
}

/// Versions that Maven may replace by newer ones of the same name.
enum MavenSnapshot {
    private static let suffix = Array("-snapshot".utf8)

    /// Whether the version ends in `-SNAPSHOT`, or in `-yyyyMMdd.HHmmss-N`, as a file of a snapshot has it.
    static func isSnapshot(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let tail = bytes.suffix(suffix.count)
        return tail.elementsEqual(suffix, by: { $0.asciiLowercased == $1 }) || base(bytes) != nil
    }

    /// The bytes before `-yyyyMMdd.HHmmss-N`; `nil` where the version does not end so.
    static func base(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
        var rest = bytes[...]
        let before = rest.count
        while rest.last?.isASCIIDigit == true { rest = rest.dropLast() }
        guard rest.count < before, rest.last == UInt8(ascii: "-") else { return nil }
        rest = rest.dropLast()
        // yyyyMMdd.HHmmss with its hyphen
        guard rest.count > 16 else { return nil }
        let stamp = rest.suffix(16)
        for (place, byte) in stamp.enumerated() {
            switch place {
            case 0: if byte != UInt8(ascii: "-") { return nil }
            case 9: if byte != UInt8(ascii: ".") { return nil }
            default: if !byte.isASCIIDigit { return nil }
            }
        }
        return rest.dropLast(16)
    }
}
