/// The variables of a Dockerfile's stage, as far as its text and the build's arguments tell them.
struct DockerfileVariables {
    /// Bytes of a value: larger ones are not kept, since each may hold another twice.
    static let valueLimit = 4_096

    private var values: [[UInt8]: [UInt8]] = [:]
    /// What stood before the first stage: a stage has it where it asks for it.
    private var outer: [[UInt8]: [UInt8]] = [:]
    private var isInStage = false
    private let arguments: [[UInt8]: [UInt8]]
    private let escape: UInt8
    private var effort = ShellPattern.Effort()

    /// Begins before the first stage. `escape` is the character that takes the meaning from the next one.
    init(arguments: [[UInt8]: [UInt8]], escape: UInt8) {
        self.arguments = arguments
        self.escape = escape
    }

    /// Begins a stage: nothing of the one before holds.
    mutating func beginStage() {
        if !isInStage { outer = values }
        isInStage = true
        values = [:]
    }

    /// `ARG NAME=default …`; what the build was given goes before the default.
    mutating func declare(_ text: [UInt8]) {
        for (name, value) in assignments(text) {
            if let given = arguments[name] {
                values[name] = given
            } else if let value = value ?? outer[name] {
                keep(value, as: name)
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
        for (name, value) in assignments(text) { keep(value ?? [], as: name) }
    }

    private mutating func keep(_ value: [UInt8], as name: [UInt8]) {
        if value.count <= Self.valueLimit { values[name] = value }
    }

    /// The text with known variables replaced and without its quotes; what is not known stays as it is written, and so
    /// does a text that the frontend refuses.
    mutating func expand(_ text: [UInt8]) -> [UInt8] {
        ShellWord.expand(text, values, escape: escape, effort: &effort) ?? text
    }

    /// Names and values; all are read before the first is set.
    private mutating func assignments(_ text: [UInt8]) -> [(name: [UInt8], value: [UInt8]?)] {
        var result: [(name: [UInt8], value: [UInt8]?)] = []
        for word in words(text) {
            let name = word.prefix { $0 != UInt8(ascii: "=") }
            let value = name.count == word.count ? nil : expand(Array(word.dropFirst(name.count + 1)))
            result.append((expand(Array(name)), value))
        }
        return result
    }

    /// The words of a line, with their quotes and escapes.
    private func words(_ text: [UInt8]) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        var quote: UInt8?
        var isEscaped = false
        for byte in text {
            if isEscaped {
                word.append(byte)
                isEscaped = false
                continue
            }
            if quote == nil, byte.isBlank {
                if !word.isEmpty { words.append(word) }
                word = []
                continue
            }
            word.append(byte)
            if byte == escape, quote != UInt8(ascii: "'") {
                isEscaped = true
            } else if byte == quote {
                quote = nil
            } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}
