import Bytes

/// One word of a Dockerfile with its variables replaced, as the frontend does it.
///
/// | written | becomes |
/// |---|---|
/// | `$NAME`, `${NAME}` | the value |
/// | `${NAME:-word}`, `${NAME-word}` | the value; the word where there is none (with a colon: or it is empty) |
/// | `${NAME:+word}`, `${NAME+word}` | the word where there is a value, else nothing |
/// | `${NAME:?word}`, `${NAME?word}` | the value; without one the build fails |
/// | `${NAME#pattern}`, `##`, `%`, `%%` | the value without its shortest or longest beginning or end |
/// | `${NAME/pattern/word}`, `//` | the value with the first or each match replaced |
/// | `'…'` | what stands there |
/// | `"…"` | the same with variables; there the escape counts before `"`, `$` and itself only |
/// | `\x` | x |
///
/// Words lie within words, as deep as somebody likes: a list of open ones stands for the recursion. What has no value
/// that is known stays as it is written, since the base image may have one.
struct ShellWord {
    /// Words within words.
    static let depthLimit = 100

    /// Words that are open.
    private enum Kind {
        case whole
        case quote
        /// `${NAME:-` and its like: the sign, and whether an empty value counts as none.
        case choice(UInt8, isEmptyNone: Bool)
        /// Between the slashes, and behind the second.
        case pattern(isAll: Bool)
        case replacement(isAll: Bool, [UInt8])
    }

    private struct Open {
        var kind: Kind
        /// Where its variable begins in the text.
        var start: Int
        var name: [UInt8] = []
        /// Whether escapes stay, for a pattern to see.
        var keepsEscapes: Bool
        var result: [UInt8] = []

        /// Whether it is one in double quotes.
        var isQuote: Bool { if case .quote = kind { true } else { false } }

        /// What ends it, where that is not its quote.
        var end: UInt8? {
            switch kind {
            case .whole, .quote: nil
            case .pattern: UInt8(ascii: "/")
            case .choice, .replacement: UInt8(ascii: "}")
            }
        }
    }

    /// Why there is no result: the frontend refuses the word, or it becomes too large.
    private struct Refusal: Error {}

    private let text: [UInt8]
    private let escape: UInt8
    private let values: [[UInt8]: [UInt8]]
    private var at = 0
    private var open: [Open] = [Open(kind: .whole, start: 0, keepsEscapes: false)]
    private var effort: ShellPattern.Effort

    private init(
        _ text: [UInt8], _ values: [[UInt8]: [UInt8]], _ escape: UInt8, _ effort: ShellPattern.Effort
    ) {
        self.text = text
        self.values = values
        self.escape = escape
        self.effort = effort
    }

    /// The word with the values that are known; `nil` where the frontend refuses it, where it becomes longer than a
    /// value may be, or where patterns ask for too much.
    static func expand(
        _ text: [UInt8], _ values: [[UInt8]: [UInt8]], escape: UInt8, effort: inout ShellPattern.Effort
    ) -> [UInt8]? {
        let isPlain = text.allSatisfy { byte in
            byte != UInt8(ascii: "$") && byte != UInt8(ascii: "'") && byte != UInt8(ascii: "\"") && byte != escape
        }
        if isPlain { return text }
        var word = ShellWord(text, values, escape, effort)
        defer { effort = word.effort }
        return try? word.run()
    }

    private mutating func run() throws(Refusal) -> [UInt8] {
        while at < text.count {
            let isQuote = open[open.count - 1].isQuote
            switch text[at] {
            case UInt8(ascii: "$"): try takeVariable()
            case escape: takeEscape(isQuote: isQuote)
            case UInt8(ascii: "\"") where isQuote: try close()
            case _ where isQuote: put(text[at])
            case _ where text[at] == open[open.count - 1].end: try close()
            case UInt8(ascii: "\""):
                try push(Open(kind: .quote, start: at, keepsEscapes: open[open.count - 1].keepsEscapes), length: 1)
            case UInt8(ascii: "'"): try takeQuoted()
            default: put(text[at])
            }
        }
        guard open.count == 1, let whole = open.first else { throw Refusal() }
        return whole.result
    }

    // MARK: Characters

    private mutating func put(_ byte: UInt8) {
        open[open.count - 1].result.append(byte)
        at += 1
    }

    private mutating func put(_ bytes: [UInt8]) throws(Refusal) {
        open[open.count - 1].result += bytes
        guard open[open.count - 1].result.count <= DockerfileVariables.valueLimit else { throw Refusal() }
    }

    private mutating func takeEscape(isQuote: Bool) {
        let keepsEscapes = open[open.count - 1].keepsEscapes
        if keepsEscapes { open[open.count - 1].result.append(escape) }
        at += 1
        guard at < text.count else { return }
        if isQuote, ![UInt8(ascii: "\""), UInt8(ascii: "$"), escape].contains(text[at]) {
            open[open.count - 1].result.append(escape)
        } else {
            put(text[at])
        }
    }

    private mutating func takeQuoted() throws(Refusal) {
        let start = at + 1
        guard let end = text[start...].firstIndex(of: UInt8(ascii: "'")) else { throw Refusal() }
        open[open.count - 1].result += text[start..<end]
        at = end + 1
    }

    private mutating func push(_ word: Open, length: Int) throws(Refusal) {
        guard open.count < Self.depthLimit else { throw Refusal() }
        open.append(word)
        at += length
    }

    // MARK: Variables

    private mutating func takeVariable() throws(Refusal) {
        let start = at
        at += 1
        guard at < text.count, text[at] == UInt8(ascii: "{") else {
            let name = takeName()
            return try put(name.isEmpty ? [UInt8(ascii: "$")] : values[name] ?? Array(text[start..<at]))
        }
        at += 1
        let refused = [UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ":")]
        guard at < text.count, !refused.contains(text[at]) else { throw Refusal() }
        let name = takeName()
        guard at < text.count else { throw Refusal() }
        var word = Open(kind: .whole, start: start, name: name, keepsEscapes: false)
        var sign = text[at]
        at += 1
        switch sign {
        case UInt8(ascii: "}"): return try put(values[name] ?? Array(text[start..<at]))
        case UInt8(ascii: "/"):
            let isAll = at < text.count && text[at] == UInt8(ascii: "/")
            word.kind = .pattern(isAll: isAll)
            word.keepsEscapes = true
            return try push(word, length: isAll ? 1 : 0)
        default: break
        }
        let hasColon = sign == UInt8(ascii: ":")
        if hasColon {
            guard at < text.count else { throw Refusal() }
            sign = text[at]
            at += 1
        }
        guard Array("+-?#%".utf8).contains(sign) else { throw Refusal() }
        word.kind = .choice(sign, isEmptyNone: hasColon)
        word.keepsEscapes = sign == UInt8(ascii: "#") || sign == UInt8(ascii: "%")
        try push(word, length: 0)
    }

    /// Letters, digits and `_`; of what begins with a digit only digits; or one of the signs that mean something to
    /// shells.
    private mutating func takeName() -> [UInt8] {
        guard at < text.count else { return [] }
        if Array("@*#?-$!".utf8).contains(text[at]) {
            at += 1
            return [text[at - 1]]
        }
        let isNumber = text[at].isDigit
        let name = text[at...].prefix { isNumber ? $0.isDigit : $0.isNameLetter }
        at += name.count
        return Array(name)
    }

    /// Ends the innermost word at the sign that stands here.
    private mutating func close() throws(Refusal) {
        guard open.count > 1, let word = open.popLast() else { throw Refusal() }
        at += 1
        switch word.kind {
        case .whole, .quote: try put(word.result)
        case .pattern(let isAll):
            var next = word
            next.kind = .replacement(isAll: isAll, word.result)
            next.result = []
            try push(next, length: 0)
        case .replacement(let isAll, let pattern):
            guard let value = values[word.name] else { return try put(Array(text[word.start..<at])) }
            guard let pattern = ShellPattern(pattern),
                let result = pattern.replacing(in: value, with: word.result, isAll: isAll, &effort)
            else { throw Refusal() }
            try put(result)
        case .choice(let sign, let isEmptyNone):
            try put(try choose(sign, word, isEmptyNone: isEmptyNone))
        }
    }

    private mutating func choose(_ sign: UInt8, _ word: Open, isEmptyNone: Bool) throws(Refusal) -> [UInt8] {
        let value = values[word.name]
        let isNone = value.map { $0.isEmpty && isEmptyNone } ?? true
        let asWritten = Array(text[word.start..<at])
        switch sign {
        case UInt8(ascii: "-"): return isNone ? word.result : value ?? []
        case UInt8(ascii: "+"): return isNone ? [] : word.result
        case UInt8(ascii: "?"):
            // A value that is not known may come from the base image; one that is empty fails the build.
            if value != nil, isNone { throw Refusal() }
            return value ?? asWritten
        default:
            guard let value else { return asWritten }
            let isLongest = word.result.first == sign
            guard let pattern = ShellPattern(isLongest ? Array(word.result.dropFirst()) : word.result) else {
                throw Refusal()
            }
            let isBeginning = sign == UInt8(ascii: "#")
            let result =
                isBeginning
                ? pattern.withoutBeginning(value, isLongest: isLongest, &effort)
                : pattern.withoutEnd(value, isLongest: isLongest, &effort)
            guard let result else { throw Refusal() }
            return result
        }
    }
}
