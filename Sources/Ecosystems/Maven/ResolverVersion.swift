/// A version as the resolver of Maven orders it (`GenericVersion`): this decides what a range takes and what is newest.
///
/// ```
///   1.0-rc_2a   ->  1 | 0 | rc | 2 | a          `.`, `-`, `_` and steps between letters and digits weigh the same
///
///   min < alpha < beta < milestone < rc < snapshot < "", ga, final, release < sp < other words < numbers < max
/// ```
///
/// `min` and `max` are special only at the end. What counts as nothing (0, ga) is left out at the end of each run of
/// numbers or words.
package struct ResolverVersion: Sendable {
    /// Kinds in their order.
    private enum Kind: UInt8 {
        case min = 0, qualifier, word, number, max
    }

    private struct Item {
        var kind: Kind
        /// Of a qualifier; see `MavenQualifier`.
        var rank: UInt8 = 0
        /// Of a word or of a number, whose leading zeros are off.
        var range: Range<Int> = 0..<0

        /// Numbers and words are compared with their own sort only.
        var isNumber: Bool { kind == .number || kind == .min || kind == .max }

        /// Its place against nothing: the sign.
        var sign: Int {
            switch kind {
            case .min: -1
            case .max, .word: 1
            case .number: range.isEmpty ? 0 : 1
            case .qualifier: (Int(rank) - Int(MavenQualifier.release.rawValue)).signum()
            }
        }
    }

    private let bytes: [UInt8]
    private let items: [Item]
    /// As it was written.
    package let text: String

    /// Takes a version apart. Maven takes every text for a version; `nil` only where it is longer than
    /// `MavenText.lengthLimit`.
    package init?(_ text: String) {
        guard let bytes = MavenText.bytes(text) else { return nil }
        self.text = text
        self.bytes = bytes
        var items: [Item] = []
        var at = 0
        while at < bytes.count { items.append(Self.next(bytes, &at)) }
        // No text at all is a zero.
        if items.isEmpty { items.append(Item(kind: .number)) }
        Self.trim(&items)
        self.items = items
    }

    // MARK: Taking apart

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private static func next(_ bytes: [UInt8], _ at: inout Int) -> Item {
        let start = at
        let isNumber = bytes[at].isASCIIDigit
        while at < bytes.count, !isSeparator(bytes[at]), bytes[at].isASCIIDigit == isNumber { at += 1 }
        let range = start..<at
        let isBeforeDigit = at < bytes.count && bytes[at].isASCIIDigit
        if at < bytes.count, isSeparator(bytes[at]) { at += 1 }
        if isNumber || range.isEmpty {
            let zeros = bytes[range].prefix { $0 == UInt8(ascii: "0") }.count
            return Item(kind: .number, range: (range.lowerBound + zeros)..<range.upperBound)
        }
        let word = bytes[range]
        if at >= bytes.count {
            if word.elementsEqual("min".utf8) { return Item(kind: .min) }
            if word.elementsEqual("max".utf8) { return Item(kind: .max) }
        }
        if let qualifier = MavenQualifier.of(word, isBeforeDigit: isBeforeDigit) {
            return Item(kind: .qualifier, rank: qualifier.rawValue)
        }
        return Item(kind: .word, range: range)
    }

    /// Leaves out what counts as nothing at the end of each run of one sort; what follows a run is another sort.
    private static func trim(_ items: inout [Item]) {
        var end = items.count - 1
        var sort: Bool?
        var index = end
        while index > 0 {
            let item = items[index]
            if item.isNumber != sort {
                end = index
                sort = item.isNumber
            }
            if end == index, index == items.count - 1 || items[index - 1].isNumber == item.isNumber, item.sign == 0 {
                items.remove(at: index)
                end -= 1
            }
            index -= 1
        }
    }

    // MARK: Order

    /// -1, 0 or 1, as this version is lower than, equal to or higher than the other.
    package func compare(_ other: ResolverVersion) -> Int {
        var sort = true
        let shorter = min(items.count, other.items.count)
        for index in 0..<shorter {
            let one = items[index]
            let two = other.items[index]
            if one.isNumber != two.isNumber {
                return sort == one.isNumber ? rest(from: index, of: sort) : -other.rest(from: index, of: sort)
            }
            let order = compare(one, two, other)
            if order != 0 { return order }
            sort = one.isNumber
        }
        if items.count > shorter { return rest(from: shorter, of: nil) }
        return -other.rest(from: shorter, of: nil)
    }

    /// Compares what follows with nothing, as far as it is of one sort.
    private func rest(from start: Int, of sort: Bool?) -> Int {
        for index in start..<items.count {
            let item = items[index]
            if let sort, sort != item.isNumber { return 0 }
            if item.sign != 0 { return item.sign }
        }
        return 0
    }

    private func compare(_ one: Item, _ two: Item, _ other: ResolverVersion) -> Int {
        if one.kind != two.kind { return one.kind.rawValue < two.kind.rawValue ? -1 : 1 }
        switch one.kind {
        case .min, .max:
            return 0
        case .qualifier:
            return (Int(one.rank) - Int(two.rank)).signum()
        case .number where one.range.count != two.range.count:
            return one.range.count < two.range.count ? -1 : 1
        case .number, .word:
            let left = bytes[one.range]
            let right = other.bytes[two.range]
            if left.lexicographicallyPrecedes(right) { return -1 }
            return right.lexicographicallyPrecedes(left) ? 1 : 0
        }
    }
}

extension ResolverVersion: Comparable {
    /// Equal where neither is higher.
    package static func == (left: ResolverVersion, right: ResolverVersion) -> Bool { left.compare(right) == 0 }

    /// The order of `GenericVersion`.
    package static func < (left: ResolverVersion, right: ResolverVersion) -> Bool { left.compare(right) < 0 }
}
