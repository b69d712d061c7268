/// The lines of a requirements file as pip joins them.
///
/// ```
///   idna==3.6 \                    a backslash at the end joins the next line
///       --hash=sha256:c05567…      its blanks stay
///   six  # comment                 a comment begins at the beginning or behind a blank: `#` in a URL stays
/// ```
///
/// Lines end where Python's `str.splitlines` ends them, at form feeds and U+2028 too: who splits at newlines only reads
/// other requirements than pip.
struct RequirementLines {
    /// One joined line, without comment and blanks around it.
    struct Line {
        var text: String
        /// Number of its first line, from 1, as pip counts.
        var number: Int
    }

    private(set) var lines: [Line] = []

    /// Splits and joins.
    init(_ text: [UInt8]) {
        var joined: [UInt8] = []
        var first: Int?
        for (index, line) in Self.split(text[...]).enumerated() {
            let isComment = Self.isComment(line)
            if line.last == UInt8(ascii: "\\"), !isComment {
                if first == nil { first = index + 1 }
                joined += Self.withoutBackslashes(line)
                continue
            }
            // A comment that ends a joined line begins behind a blank, so that it is one.
            if isComment { joined.append(UInt8(ascii: " ")) }
            joined += line
            add(joined, first ?? index + 1)
            joined = []
            first = nil
        }
        if let first { add(joined, first) }
    }

    private mutating func add(_ bytes: [UInt8], _ number: Int) {
        let text = Blank.trimmedAsPython(Self.withoutComment(bytes[...]))
        if !text.isEmpty { lines.append(Line(text: String(decoding: text, as: UTF8.self), number: number)) }
    }

    private static func split(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = text.startIndex
        var at = start
        while at < text.endIndex {
            let length = lineEnd(text, at)
            if length == 0 {
                at += 1
                continue
            }
            lines.append(text[start..<at])
            at += length
            start = at
        }
        if start < text.endIndex { lines.append(text[start...]) }
        return lines
    }

    /// Bytes of the line end that stands here; 0 for none.
    private static func lineEnd(_ text: ArraySlice<UInt8>, _ at: Int) -> Int {
        switch text[at] {
        case 0x0D: return at + 1 < text.endIndex && text[at + 1] == 0x0A ? 2 : 1
        case 0x0A...0x0C, 0x1C...0x1E: return 1
        case 0xC2: return at + 1 < text.endIndex && text[at + 1] == 0x85 ? 2 : 0
        case 0xE2:
            guard at + 2 < text.endIndex, text[at + 1] == 0x80 else { return 0 }
            return text[at + 2] == 0xA8 || text[at + 2] == 0xA9 ? 3 : 0
        default: return 0
        }
    }

    private static func withoutBackslashes(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = line
        while rest.first == UInt8(ascii: "\\") { rest = rest.dropFirst() }
        while rest.last == UInt8(ascii: "\\") { rest = rest.dropLast() }
        return rest
    }

    private static func isComment(_ line: ArraySlice<UInt8>) -> Bool {
        var rest = line
        while let (scalar, length) = Blank.first(rest), Blank.isPython(scalar) { rest = rest.dropFirst(length) }
        return rest.first == UInt8(ascii: "#")
    }

    private static func withoutComment(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var isBehindBlank = true
        var at = line.startIndex
        while at < line.endIndex {
            if line[at] == UInt8(ascii: "#"), isBehindBlank { return line[..<at] }
            let (scalar, length) = Blank.first(line[at...]) ?? (" ", 1)
            isBehindBlank = Blank.isPython(scalar)
            at += length
        }
        return line
    }
}
