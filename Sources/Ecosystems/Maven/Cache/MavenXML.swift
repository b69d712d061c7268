internal import Bytes
internal import Markup

/// Maven's XML files, read as leniently as Maven does where that changes nothing of what is looked for here.
///
/// Maven knows the named characters of HTML without declaration (old POMs spell a developer's name with `&oslash;`),
/// and encodings that expat does not. Neither occurs in coordinates.
enum MavenXML {
    /// Elements and their texts, by the path of names from the root: `project/parent/groupId`.
    typealias Visit = (_ path: [Substring], _ text: String) -> Bool

    static let limits = XMLLimits(
        size: MavenScan.textLimit, nesting: 128, elements: 200_000, attributes: 64, attributeBytes: 1 << 16,
        text: 1 << 20)

    /// Calls `visit` at each element's end with its own text, until that says `false`; before a second try `restart`.
    static func walk(_ document: [UInt8], restart: () -> Void = {}, _ visit: Visit) throws(MarkupError) {
        let plain = withoutNamedCharacters(document)
        // Whatever the first try visited comes again in the second: callers take the first of each.
        do throws(MarkupError) {
            try walkOnce(plain, visit)
        } catch {
            guard error.kind == .malformed, let ascii = asASCII(plain) else { throw error }
            restart()
            try walkOnce(ascii, visit)
        }
    }

    private static func walkOnce(_ document: [UInt8], _ visit: Visit) throws(MarkupError) {
        var reader = try XMLReader(document, limits: limits)
        var path: [Substring] = []
        var texts: [String] = []
        while let event = try reader.next() {
            switch event.kind {
            case .doctype: break
            case .begin(let name, _):
                path.append(XMLEvent.localName(of: name))
                texts.append("")
            case .text(let text):
                // A text beside child elements is blank between them.
                if !texts.isEmpty { texts[texts.count - 1] += text }
            case .end:
                guard let text = texts.popLast() else { return }
                let isWanted = visit(path, trimmed(text))
                path.removeLast()
                if !isWanted { return }
            }
        }
    }

    private static func trimmed(_ text: String) -> String {
        let bytes = Blank.trimmedAsPython(Array(text.utf8)[...])
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let known = ["amp", "lt", "gt", "quot", "apos"].map { Array($0.utf8) }
    private static let nameMax = 10

    /// References to named characters that XML does not know, made plain text.
    private static func withoutNamedCharacters(_ document: [UInt8]) -> [UInt8] {
        guard document.contains(UInt8(ascii: "&")) else { return document }
        var result = document
        for at in document.indices where document[at] == UInt8(ascii: "&") {
            let name = document[(at + 1)...].prefix(nameMax).prefix { $0.isASCIIAlphanumeric }
            guard !name.isEmpty, name.endIndex < document.count, document[name.endIndex] == UInt8(ascii: ";"),
                !known.contains(where: { $0[...] == name })
            else { continue }
            result[at] = UInt8(ascii: "?")
        }
        return result
    }

    /// The document without its declaration and with a question mark for each byte of no ASCII; `nil` where it is in
    /// an encoding that is not a superset of ASCII.
    private static func asASCII(_ document: [UInt8]) -> [UInt8]? {
        guard !document.contains(0) else { return nil }
        var rest = document[...]
        if rest.starts(with: Array("<?xml".utf8)), let end = rest.firstIndex(of: UInt8(ascii: ">")) {
            rest = rest[(end + 1)...]
        }
        return rest.map { $0 < 0x80 ? $0 : UInt8(ascii: "?") }
    }
}
