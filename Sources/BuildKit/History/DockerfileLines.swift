import Bytes

/// The instructions of a Dockerfile, each in one piece.
///
/// ```
///   # escape=`             the character that joins lines; a backslash without it
///   RUN a \                line 2: "RUN a    b"; a comment line in between does not end it
///       b
///   COPY <<EOF /x          line 4; what follows up to the line EOF belongs to it and is no instruction
///   RUN no instruction
///   EOF
/// ```
struct DockerfileLines {
    /// Bytes of a text that is looked at: a larger one is no Dockerfile.
    static let sizeLimit = 4 << 20

    /// Lines compared with the names of texts within, over the whole file: a text that never ends is looked for up to
    /// the last line, and a hostile file announces thousands.
    static let comparisonLimit = 2_000_000

    /// Bytes at the beginning of a text that may say how it is written.
    private static let directiveLimit = 4096

    /// One instruction.
    struct Instruction: Equatable {
        /// In capitals.
        var name: String
        var arguments: [UInt8]
        /// Where it begins, from 1.
        var line: Int
    }

    private let lines: [ArraySlice<UInt8>]
    private let escape: UInt8
    private var next = 0
    private var comparisons = 0

    /// Every instruction of a text.
    static func instructions(of text: [UInt8]) -> [Instruction] {
        guard text.count <= sizeLimit else { return [] }
        var reader = DockerfileLines(text)
        var result: [Instruction] = []
        while let instruction = reader.instruction() { result.append(instruction) }
        return result
    }

    private init(_ text: [UInt8]) {
        lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        escape = Self.escape(of: text)
    }

    private mutating func instruction() -> Instruction? {
        var content: [UInt8] = []
        var first = 0
        while next < lines.count {
            var line = lines[next].drop { $0.isBlank }
            next += 1
            while line.last?.isBlank == true { line.removeLast() }
            if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
            if content.isEmpty { first = next }
            if line.last == escape {
                content += line.dropLast()
                continue
            }
            content += line
            break
        }
        guard !content.isEmpty else { return nil }
        let name = content.prefix { !$0.isBlank }
        skipHereDocuments(of: content)
        return Instruction(
            name: String(decoding: name, as: UTF8.self).uppercased(),
            arguments: Array(content.dropFirst(name.count).drop { $0.isBlank }), line: first)
    }

    /// Goes behind the texts that an instruction announces by `<<NAME`.
    private mutating func skipHereDocuments(of content: [UInt8]) {
        var at = 0
        while at + 2 < content.count {
            guard content[at] == UInt8(ascii: "<"), content[at + 1] == UInt8(ascii: "<") else {
                at += 1
                continue
            }
            at += 2
            let cutsTabs = content[at] == UInt8(ascii: "-")
            if cutsTabs { at += 1 }
            if at < content.count, content[at] == UInt8(ascii: "\"") || content[at] == UInt8(ascii: "'") { at += 1 }
            let name = content[at...].prefix { $0.isNameLetter }
            // `<<<` and `1 << 2` are no announcements.
            guard let initial = name.first, !(0x30...0x39).contains(initial) else { continue }
            at += name.count
            skipLines(to: name, cutsTabs: cutsTabs)
        }
    }

    private mutating func skipLines(to name: ArraySlice<UInt8>, cutsTabs: Bool) {
        var end = next
        while end < lines.count, comparisons < Self.comparisonLimit {
            comparisons += 1
            var line = lines[end]
            if cutsTabs { line = line.drop { $0 == 0x09 } }
            if line.last == 0x0D { line.removeLast() }
            end += 1
            if line.elementsEqual(name) {
                next = end
                return
            }
        }
        // Never ended: it was no announcement after all, and the lines are instructions.
    }

    /// The character that joins lines and takes the meaning from the next one.
    static func escape(of text: [UInt8]) -> UInt8 {
        for line in text.prefix(directiveLimit).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let text = String(decoding: line, as: UTF8.self).lowercased().filter { !$0.isWhitespace }
            guard text.hasPrefix("#"), text.contains("=") else { break }
            if text.hasPrefix("#escape="), text.hasSuffix("`") { return UInt8(ascii: "`") }
        }
        return UInt8(ascii: "\\")
    }
}
