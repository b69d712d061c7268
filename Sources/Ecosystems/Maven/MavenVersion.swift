/// A version as Maven's plugins order it (`ComparableVersion` of Maven 3.8 and 3.9).
///
/// ```
///   1.0.1-rc2   ->  1 . 0 . 1 [ rc [ 2 ] ]      a hyphen, and each step between letters and digits, opens a list
///
///   in one place:   word < list < number        a missing one counts as 0 and as ""
///   words:          alpha < beta < milestone < rc < snapshot < "", ga, final, release < sp < all others, by letters
/// ```
///
/// A list is always the last thing of the list that holds it, so the whole is one row of marks, kept as bytes
/// whose order is that of the marks; only where one row ends before the other its rest is compared with nothing.
///
/// Which version a build takes from a range is decided by another order: see `ResolverVersion`.
package struct MavenVersion: Hashable, Sendable {
    /// The marks of a row; their order is the order in one place.
    private enum Mark {
        static let word: UInt8 = 1
        static let list: UInt8 = 2
        static let number: UInt8 = 3
    }

    private static let release = MavenQualifier.release.rawValue

    /// The row of marks.
    private let row: [UInt8]
    /// As it was written.
    package let text: String
    /// Whether a word in it ranks before the release: alpha, beta, milestone, rc, snapshot.
    package let isPrerelease: Bool

    /// Takes a version apart. Maven takes every text for a version; `nil` only where it is longer than
    /// `MavenText.lengthLimit`.
    package init?(_ text: String) {
        guard let bytes = MavenText.bytes(text) else { return nil }
        self.text = text
        var parser = Parser(bytes)
        parser.run()
        row = Self.row(parser.items, bytes)
        isPrerelease = parser.items.contains { $0.kind == .word && $0.rank < Self.release }
    }

    /// Whether it is a snapshot: it ends in `-SNAPSHOT`, or in the time and number of one.
    package var isSnapshot: Bool { MavenSnapshot.isSnapshot(text) }

    // MARK: Taking apart

    fileprivate struct Item {
        enum Kind {
            case word, number, list
        }

        var kind: Kind
        /// Of a word; see `MavenQualifier`.
        var rank: UInt8 = 0
        /// Of a number or an unknown word.
        var range: Range<Int> = 0..<0
    }

    /// Writes the row, without what counts as nothing at the end and before each list.
    private static func row(_ items: [Item], _ bytes: [UInt8]) -> [UInt8] {
        var kept: [Item] = []
        var isTrimming = true
        for item in items.reversed() {
            switch item.kind {
            case .list:
                isTrimming = true
                if !kept.isEmpty { kept.append(item) }
            case .word:
                if isTrimming, item.rank == release { continue }
                isTrimming = false
                kept.append(item)
            case .number:
                if isTrimming, bytes[item.range].allSatisfy({ $0 == UInt8(ascii: "0") }) { continue }
                isTrimming = false
                kept.append(item)
            }
        }
        var key = SortKey()
        for item in kept.reversed() {
            switch item.kind {
            case .list:
                key.append(rank: Mark.list)
            case .number:
                key.append(rank: Mark.number)
                key.append(digits: bytes[item.range])
            case .word:
                key.append(rank: Mark.word)
                key.append(rank: item.rank)
                if item.rank == MavenQualifier.unknown { key.append(text: bytes[item.range]) }
            }
        }
        return key.bytes
    }

    // MARK: Order

    /// -1, 0 or 1, as this version is lower than, equal to or higher than the other.
    package func compare(_ other: MavenVersion) -> Int {
        let shorter = min(row.count, other.row.count)
        for index in 0..<shorter where row[index] != other.row[index] {
            return row[index] < other.row[index] ? -1 : 1
        }
        if row.count > shorter { return Self.rest(row, from: shorter) }
        return -Self.rest(other.row, from: shorter)
    }

    /// Compares the end of a row with nothing.
    private static func rest(_ row: [UInt8], from start: Int) -> Int {
        var at = start
        while at < row.count {
            switch row[at] {
            case Mark.list:
                at += 1
            case Mark.number:
                // Behind the mark the count of digits: zero has none.
                if at + 1 < row.count, row[at + 1] != 0 { return 1 }
                at += 2
            default:
                guard at + 1 < row.count else { return 0 }
                if row[at + 1] != release { return row[at + 1] < release ? -1 : 1 }
                at += 2
            }
        }
        return 0
    }

    package static func == (left: MavenVersion, right: MavenVersion) -> Bool { left.row == right.row }

    package func hash(into hasher: inout Hasher) { hasher.combine(row) }
}

extension MavenVersion: Comparable {
    /// The order of `ComparableVersion`.
    package static func < (left: MavenVersion, right: MavenVersion) -> Bool { left.compare(right) < 0 }
}

extension MavenVersion {
    /// Splits the text into items.
    private struct Parser {
        let bytes: [UInt8]
        var items: [Item] = []
        private var start = 0
        private var isDigit = false
        /// Whether nothing was put into the innermost list yet.
        private var isListEmpty = true

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func run() {
            for index in bytes.indices {
                let byte = bytes[index]
                switch byte {
                case UInt8(ascii: "."), UInt8(ascii: "-"):
                    addPiece(upTo: index)
                    start = index + 1
                    if byte == UInt8(ascii: "-") { openList() }
                case _ where byte.isASCIIDigit:
                    if !isDigit, index > start {
                        // A word behind a dot counts like one behind a hyphen: 1.0.0.X1 < 1.0.0-X2.
                        if !isListEmpty { openList() }
                        addWord(start..<index, isBeforeDigit: true)
                        start = index
                        openList()
                    }
                    isDigit = true
                default:
                    if isDigit, index > start {
                        add(Item(kind: .number, range: start..<index))
                        start = index
                        openList()
                    }
                    isDigit = false
                }
            }
            guard start < bytes.count else { return }
            if !isDigit, !isListEmpty { openList() }
            addPiece(upTo: bytes.count)
        }

        private mutating func addPiece(upTo end: Int) {
            if end == start || isDigit {
                // Nothing between two signs is zero.
                add(Item(kind: .number, range: start..<end))
            } else {
                addWord(start..<end, isBeforeDigit: false)
            }
        }

        private mutating func addWord(_ range: Range<Int>, isBeforeDigit: Bool) {
            add(Item(kind: .word, rank: MavenQualifier.rank(bytes[range], isBeforeDigit: isBeforeDigit), range: range))
        }

        private mutating func add(_ item: Item) {
            items.append(item)
            isListEmpty = false
        }

        private mutating func openList() {
            items.append(Item(kind: .list))
            isListEmpty = true
        }
    }
}
