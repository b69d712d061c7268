/// The variables of a Dockerfile's stage, as far as its text and the build's arguments tell them.
struct DockerfileVariables {
    /// Bytes of a value: larger ones are not kept, since each may hold another twice.
    static let valueLimit = 4_096

    private var values: [[UInt8]: [UInt8]] = [:]
    private let arguments: [[UInt8]: [UInt8]]

    /// Begins a stage.
    init(arguments: [[UInt8]: [UInt8]]) {
        self.arguments = arguments
    }

    /// `ARG NAME=default …`; what the build was given goes before the default.
    mutating func declare(_ text: [UInt8]) {
        for (name, value) in Self.assignments(text) {
            if let given = arguments[name] {
                values[name] = given
            } else if let value {
                keep(expand(value), as: name)
            }
        }
    }

    /// `ENV NAME=value …` or `ENV NAME value`.
    mutating func set(_ text: [UInt8]) {
        let first = text.prefix { !$0.isBlank }
        if !first.contains(UInt8(ascii: "=")) {
            keep(expand(Array(text.dropFirst(first.count).drop { $0.isBlank })), as: Array(first))
            return
        }
        for (name, value) in Self.assignments(text) { keep(expand(value ?? []), as: name) }
    }

    private mutating func keep(_ value: [UInt8], as name: [UInt8]) {
        if value.count <= Self.valueLimit { values[name] = value }
    }

    /// The text with known variables replaced; what is not known stays as it is written.
    func expand(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(UInt8(ascii: "$")) else { return text }
        var result: [UInt8] = []
        var at = 0
        while at < text.count {
            guard text[at] == UInt8(ascii: "$"), let (end, value) = reference(text, at) else {
                result.append(text[at])
                at += 1
                continue
            }
            result += value ?? Array(text[at..<end])
            // What would become too large stays as it is.
            if result.count > Self.valueLimit { return text }
            at = end
        }
        return result
    }

    /// `$NAME`, `${NAME}`, `${NAME:-other}` and `${NAME:+other}` at an offset: its end, and its value where known.
    private func reference(_ text: [UInt8], _ at: Int) -> (end: Int, value: [UInt8]?)? {
        let isBraced = at + 1 < text.count && text[at + 1] == UInt8(ascii: "{")
        let start = at + (isBraced ? 2 : 1)
        let name = Array(text[min(start, text.count)...].prefix { $0.isNameLetter })
        guard !name.isEmpty else { return nil }
        let known = values[name]
        let behind = start + name.count
        guard isBraced else { return (behind, known) }
        guard let close = text[behind...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
        let modifier = text[behind..<close]
        let other = Array(modifier.dropFirst(2))
        if modifier.isEmpty { return (close + 1, known) }
        if modifier.starts(with: Array(":-".utf8)) { return (close + 1, known ?? other) }
        if modifier.starts(with: Array(":+".utf8)) { return (close + 1, known == nil ? [] : other) }
        return (close + 1, nil)
    }

    private static func assignments(_ text: [UInt8]) -> [(name: [UInt8], value: [UInt8]?)] {
        var result: [(name: [UInt8], value: [UInt8]?)] = []
        // The words of flags and of assignments are cut alike; two dashes make them flags.
        for word in words(text) {
            let name = word.prefix { $0 != UInt8(ascii: "=") }
            let value = word.dropFirst(name.count).dropFirst()
            result.append((Array(name), name.count == word.count ? nil : Array(value)))
        }
        return result
    }

    private static func words(_ text: [UInt8]) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        var quote: UInt8?
        var isEscaped = false
        for byte in text {
            if isEscaped {
                word.append(byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == quote {
                quote = nil
            } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if quote == nil, byte.isBlank {
                if !word.isEmpty { words.append(word) }
                word = []
            } else {
                word.append(byte)
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}
