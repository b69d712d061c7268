import Bytes

/// The variables and the working folder of a Dockerfile's stage, as far as its text and the build's arguments tell.
struct DockerfileVariables {
    /// Bytes of a value: larger ones are not kept, since each may hold another twice.
    static let valueLimit = 4_096

    /// Variables that stages take over from those they are made from, in one text: each stage has a table of its own.
    static let inheritedLimit = 100_000

    /// What a stage has, and leaves to one that is made from it.
    private struct Stage {
        var values: [[UInt8]: [UInt8]] = [:]
        var workFolder: [UInt8] = []
    }

    private var stage = Stage()
    private var stageName: [UInt8]?
    /// The stages before this one that have a name, in small letters.
    private var named: [[UInt8]: Stage] = [:]
    private var inherited = 0
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

    /// The working folder of the stage; empty where no line has set one.
    var workFolder: [UInt8] { stage.workFolder }

    /// `FROM base AS name`: a stage that is made from an earlier one has what that one had at its end, and every other
    /// begins with nothing.
    mutating func beginStage(_ text: [UInt8]) {
        if !isInStage { outer = stage.values }
        if let stageName { named[stageName] = stage }
        isInStage = true
        // Its own words know the variables from before the first stage alone.
        stage = Stage(values: outer)
        let words = self.words(text).drop { $0.starts(with: "--".utf8) }.map { Self.lowercased(expand($0)) }
        stage = Stage()
        if let base = words.first, let parent = named[base], inherited + parent.values.count <= Self.inheritedLimit {
            inherited += parent.values.count
            stage = parent
        }
        stageName = words.count == 3 && words[1] == Array("as".utf8) ? words[2] : nil
    }

    /// `WORKDIR folder`: a relative one goes on from the last.
    mutating func enter(_ text: [UInt8]) {
        let folder = expand(text)
        let isAbsolute = folder.first == UInt8(ascii: "/")
        let whole =
            isAbsolute ? CleanPath.of(folder) : CleanPath.joined([UInt8(ascii: "/")] + workFolder, folder)
        // Relative folders add up: no real path is longer.
        if whole.count <= Self.valueLimit { stage.workFolder = whole }
    }

    /// `ARG NAME=default …`; what the build was given goes before the default.
    mutating func declare(_ text: [UInt8]) {
        for (name, value) in assignments(text) {
            if let given = arguments[name] {
                stage.values[name] = given
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
        if value.count <= Self.valueLimit { stage.values[name] = value }
    }

    /// The text with known variables replaced and without its quotes; what is not known stays as it is written, and so
    /// does a text that the frontend refuses.
    mutating func expand(_ text: [UInt8]) -> [UInt8] {
        ShellWord.expand(text, stage.values, escape: escape, effort: &effort) ?? text
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

    private static func lowercased(_ text: [UInt8]) -> [UInt8] {
        text.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
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
