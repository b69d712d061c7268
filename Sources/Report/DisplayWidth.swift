/// How many columns a text takes on a terminal: two for wide East Asian characters and emoji, none for marks.
package enum DisplayWidth {
    /// First and last scalars of what the Unicode standard calls wide or full-width, apart from emoji. Unassigned
    /// scalars between wide ones are counted with them.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115f, 0x2329...0x232a, 0x2630...0x2637, 0x268a...0x268f, 0x2e80...0x303e, 0x3041...0x3247,
        0x3250...0xa4cf,
        0xa960...0xa97c, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6b, 0xff01...0xff60,
        0xffe0...0xffe6, 0x16fe0...0x16ff6, 0x17000...0x18df2, 0x1aff0...0x1affe, 0x1b000...0x1b2fb,
        0x1d300...0x1d376, 0x1f200...0x1f202, 0x1f210...0x1f23b, 0x1f240...0x1f248, 0x1f250...0x1f251,
        0x1f260...0x1f265, 0x20000...0x2fffd, 0x30000...0x3fffd,
    ]

    /// Columns of a text without control characters.
    package static func of(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + of($1) }
    }

    /// Columns of one scalar.
    static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        // Vowels and final consonants of Korean syllables are drawn into the letter before.
        if (0x1160...0x11ff).contains(scalar.value) { return 0 }
        if isWide(scalar.value) { return 2 }
        // Two regional indicators make one flag of two columns.
        let isRegional = (0x1f1e6...0x1f1ff).contains(scalar.value)
        return properties.isEmojiPresentation && !isRegional ? 2 : 1
    }

    private static func isWide(_ value: UInt32) -> Bool {
        var low = 0
        var high = wide.count
        while low < high {
            let middle = (low + high) / 2
            if wide[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < wide.count && wide[low].contains(value)
    }

    /// The text with its middle cut out, so that it takes at most `width` columns. The ends say more than the middle:
    /// the cache's place, the file's name.
    static func cutMiddle(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        guard width >= 1 else { return "" }
        let room = width - 1
        let head = prefix(text.unicodeScalars, columns: room - room / 2)
        var tail: [Unicode.Scalar] = []
        var left = room - of(head)
        for scalar in text.unicodeScalars.reversed() {
            left -= of(scalar)
            if left < 0 { break }
            tail.append(scalar)
        }
        // A mark that lost its letter would sit on the dots.
        while let last = tail.last, Visibility.isMark(last) { tail.removeLast() }
        var result = head + "…"
        result.unicodeScalars.append(contentsOf: tail.reversed())
        return result
    }

    private static func prefix(_ scalars: String.UnicodeScalarView, columns: Int) -> String {
        var result = ""
        var left = columns
        for scalar in scalars {
            left -= of(scalar)
            if left < 0 { break }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
