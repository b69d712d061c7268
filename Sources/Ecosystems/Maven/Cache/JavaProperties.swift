/// The text format of Java's property lists, in which Maven keeps its notes.
///
/// ```
///   # comment                 ! comment too
///   key=value                 also `key: value` and `key value`
///   slf4j-api-2.0.9.jar>central=
///   http\://repo.example/.lastUpdated=1700000000000
/// ```
/// A backslash takes the meaning from the next byte, joins lines, or begins `\uXXXX`. Bytes stay bytes.
enum JavaProperties {
    /// Entries that are read; a file that has more is cut.
    static let entryLimit = 100_000

    /// One entry, its escapes replaced.
    struct Entry {
        var key: [UInt8]
        var value: [UInt8]
    }

    /// All entries in the order of the file.
    static func entries(_ bytes: [UInt8]) -> [Entry] {
        var result: [Entry] = []
        var line: [UInt8] = []
        var isJoined = false
        for piece in bytes.split(omittingEmptySubsequences: false, whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let content = piece.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0C }
            let isComment = content.first == UInt8(ascii: "#") || content.first == UInt8(ascii: "!")
            if !isJoined && (content.isEmpty || isComment) { continue }
            line += content
            // An odd number of backslashes at the end: the next line belongs to this one.
            isJoined = line.reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
            if isJoined {
                line.removeLast()
                continue
            }
            result.append(entry(line))
            line.removeAll(keepingCapacity: true)
            if result.count == entryLimit { return result }
        }
        if !line.isEmpty { result.append(entry(line)) }
        return result
    }

    private static func entry(_ line: [UInt8]) -> Entry {
        var end = 0
        while end < line.count, !isSeparator(line[end]) {
            end += line[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        end = min(end, line.count)
        var rest = line[end...].drop { $0 == 0x20 || $0 == 0x09 }
        if let first = rest.first, first == UInt8(ascii: "=") || first == UInt8(ascii: ":") {
            rest = rest.dropFirst().drop { $0 == 0x20 || $0 == 0x09 }
        }
        return Entry(key: unescaped(line[..<end]), value: unescaped(rest))
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") || byte == 0x20 || byte == 0x09
    }

    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "\\")) else { return Array(bytes) }
        var result: [UInt8] = []
        var at = bytes.startIndex
        while at < bytes.endIndex {
            guard bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.endIndex else {
                result.append(bytes[at])
                at += 1
                continue
            }
            let next = bytes[at + 1]
            at += 2
            switch next {
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "u"):
                let digits = bytes[at...].prefix(4)
                let values = digits.compactMap(\.hexDigitValue)
                guard values.count == 4 else { continue }
                let unit = values.reduce(UInt32(0)) { $0 << 4 | UInt32($1) }
                if let scalar = Unicode.Scalar(unit) { result += Array(String(Character(scalar)).utf8) }
                at += 4
            default: result.append(next)
            }
        }
        return result
    }
}
