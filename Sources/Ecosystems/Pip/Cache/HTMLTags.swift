/// The opening tags of an HTML page, as pip's parser sees them.
///
/// ```
///   <a href="x-1.0.whl#sha256=…" data-requires-python="&gt;=3.6">x-1.0.whl</a>
///    │  └─ attributes, entities replaced                        └─ text()
///    └─ name, in small letters
/// ```
/// Lenient as browsers are: what is no tag is text. Comments are left out.
struct HTMLTags {
    /// One opening tag.
    struct Tag {
        var name: String
        /// Names in small letters; of two the first.
        var attributes: [String: String] = [:]
    }

    /// Bytes of one tag, with its attributes.
    private static let tagLimit = 64 << 10
    /// Bytes of one text.
    private static let textLimit = 4096

    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next opening tag; `nil` at the end.
    mutating func next() -> Tag? {
        while let start = find(UInt8(ascii: "<"), from: at) {
            at = start + 1
            if starts("!--") {
                at = end(of: Array("-->".utf8), from: at + 3)
                continue
            }
            guard at < bytes.count, bytes[at].isASCIILetter else { continue }
            let name = word(until: { $0 <= 0x20 || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "/") })
            var tag = Tag(name: name.lowercased())
            readAttributes(into: &tag, limit: min(bytes.count, at + Self.tagLimit))
            return tag
        }
        at = bytes.count
        return nil
    }

    /// The text from here to the next tag, without blanks around it.
    mutating func text() -> String {
        let start = at
        let end = find(UInt8(ascii: "<"), from: at) ?? bytes.count
        at = end
        var text = bytes[start..<min(end, start + Self.textLimit)]
        while let first = text.first, first <= 0x20 { text = text.dropFirst() }
        while let last = text.last, last <= 0x20 { text = text.dropLast() }
        return Self.unescaped(text)
    }

    private mutating func readAttributes(into tag: inout Tag, limit: Int) {
        while at < limit {
            let byte = bytes[at]
            if byte == UInt8(ascii: ">") {
                at += 1
                return
            }
            if byte <= 0x20 || byte == UInt8(ascii: "/") {
                at += 1
                continue
            }
            let name = word(until: {
                $0 <= 0x20 || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "/")
            })
            // A lone `=` is no name: it is gone over.
            if name.isEmpty { at += 1 }
            skipBlanks(limit)
            var value = ""
            if at < limit, bytes[at] == UInt8(ascii: "=") {
                at += 1
                skipBlanks(limit)
                value = readValue(limit)
            }
            if tag.attributes[name.lowercased()] == nil { tag.attributes[name.lowercased()] = value }
        }
    }

    private mutating func readValue(_ limit: Int) -> String {
        guard at < limit else { return "" }
        let quote = bytes[at]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return word(until: { $0 <= 0x20 || $0 == UInt8(ascii: ">") })
        }
        let start = at + 1
        let end = bytes[start..<max(start, limit)].firstIndex(of: quote) ?? limit
        at = min(bytes.count, end + 1)
        return Self.unescaped(bytes[start..<max(start, end)])
    }

    private mutating func word(until isEnd: (UInt8) -> Bool) -> String {
        let start = at
        let limit = min(bytes.count, start + Self.tagLimit)
        while at < limit, !isEnd(bytes[at]) { at += 1 }
        return Self.unescaped(bytes[start..<at])
    }

    private mutating func skipBlanks(_ limit: Int) {
        while at < limit, bytes[at] <= 0x20 { at += 1 }
    }

    private func find(_ byte: UInt8, from start: Int) -> Int? {
        start < bytes.count ? bytes[start...].firstIndex(of: byte) : nil
    }

    private func starts(_ text: String) -> Bool { bytes[min(at, bytes.count)...].starts(with: text.utf8) }

    private func end(of mark: [UInt8], from start: Int) -> Int {
        var place = start
        while let found = find(mark[0], from: place) {
            if bytes[found...].starts(with: mark) { return found + mark.count }
            place = found + 1
        }
        return bytes.count
    }

    /// Replaces the entities that stand in URLs and names.
    private static func unescaped(_ text: ArraySlice<UInt8>) -> String {
        guard text.contains(UInt8(ascii: "&")) else { return String(decoding: text, as: UTF8.self) }
        var result: [UInt8] = []
        var at = text.startIndex
        while at < text.endIndex {
            guard text[at] == UInt8(ascii: "&"),
                let end = text[at...].prefix(12).firstIndex(of: UInt8(ascii: ";")),
                let plain = entity(String(decoding: text[(at + 1)..<end], as: UTF8.self))
            else {
                result.append(text[at])
                at += 1
                continue
            }
            result += plain.utf8
            at = end + 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func entity(_ name: String) -> String? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard name.hasPrefix("#") else { return nil }
        let isHex = name.hasPrefix("#x") || name.hasPrefix("#X")
        let number = UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10)
        return number.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
    }
}
