extension UInt8 {
    /// Space, tab, line ends.
    package var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

    /// An ASCII letter or digit.
    package var isWordLetter: Bool {
        isDigit || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }

    /// What may stand in the name of a variable.
    package var isNameLetter: Bool { isWordLetter || self == UInt8(ascii: "_") }

    /// The small letter for a capital one.
    package var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self + 0x20 : self }
}

extension Collection where Element == UInt8, Index == Int {
    /// Where these bytes stand for the first time.
    package func firstOffset(of wanted: [UInt8]) -> Int? {
        guard let first = wanted.first, count >= wanted.count else { return nil }
        var at = startIndex
        while at <= endIndex - wanted.count {
            if self[at] == first, self[at..<(at + wanted.count)].elementsEqual(wanted) { return at }
            at += 1
        }
        return nil
    }
}
