/// A pattern as `${NAME#pattern}` and its like have it: `*` stands for any characters, `?` for one.
///
/// A backslash takes the meaning from `*`, `?` and itself; before `}` and `/` it only kept these from ending the
/// pattern.
struct ShellPattern {
    private enum Token {
        case character(Unicode.Scalar)
        case one
        case many
    }

    /// Where a beginning that fits ends.
    private enum Match {
        case nowhere
        case upTo(Int)
    }

    /// What matching may cost, over all patterns of one Dockerfile: steps of one character and one token.
    struct Effort {
        var stepsLeft = 5_000_000
    }

    private let tokens: [Token]

    /// `nil` where the frontend refuses it.
    init?(_ text: [UInt8]) {
        var tokens: [Token] = []
        var isEscaped = false
        let special: Set<Unicode.Scalar> = ["*", "?", "\\"]
        let ends: Set<Unicode.Scalar> = ["}", "/"]
        for character in String(decoding: text, as: UTF8.self).unicodeScalars {
            if isEscaped {
                guard special.contains(character) || ends.contains(character) else { return nil }
                tokens.append(.character(character))
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "*" {
                tokens.append(.many)
            } else {
                tokens.append(character == "?" ? .one : .character(character))
            }
        }
        if isEscaped { return nil }
        self.tokens = tokens
    }

    /// The value without its shortest or longest beginning that fits; `nil` where that costs too much.
    func withoutBeginning(_ value: [UInt8], isLongest: Bool, _ effort: inout Effort) -> [UInt8]? {
        Self.cut(tokens, Self.characters(value), isLongest, &effort).map { Self.bytes($0) }
    }

    /// The value without its shortest or longest end that fits; `nil` where that costs too much.
    func withoutEnd(_ value: [UInt8], isLongest: Bool, _ effort: inout Effort) -> [UInt8]? {
        Self.cut(tokens.reversed(), Self.characters(value).reversed(), isLongest, &effort).map {
            Self.bytes($0.reversed())
        }
    }

    /// The value with another text in place of what fits, the first time or each time; `nil` where that costs too much.
    /// What fits may be nothing: then the other text is put in, but not right behind where it was put before.
    func replacing(in value: [UInt8], with other: [UInt8], isAll: Bool, _ effort: inout Effort) -> [UInt8]? {
        let characters = Self.characters(value)
        var result: [UInt8] = []
        var at = 0
        var last = -1
        while at <= characters.count {
            guard let match = Self.end(of: tokens, characters[at...], isLongest: true, &effort) else { return nil }
            if case .upTo(let end) = match, end > at || at != last {
                result += other
                if !isAll { return result + Self.bytes(characters[end...]) }
                last = end
                if end > at {
                    at = end
                    continue
                }
            }
            if at < characters.count { result += Self.bytes([characters[at]]) }
            at += 1
        }
        return result
    }

    // MARK: Matching

    private static func characters(_ text: [UInt8]) -> [Unicode.Scalar] {
        Array(String(decoding: text, as: UTF8.self).unicodeScalars)
    }

    private static func bytes(_ characters: some Sequence<Unicode.Scalar>) -> [UInt8] {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: characters)
        return Array(String(text).utf8)
    }

    private static func cut(
        _ tokens: [Token], _ value: [Unicode.Scalar], _ isLongest: Bool, _ effort: inout Effort
    ) -> ArraySlice<Unicode.Scalar>? {
        guard let match = end(of: tokens, value[...], isLongest: isLongest, &effort) else { return nil }
        return if case .upTo(let end) = match { value[end...] } else { value[...] }
    }

    /// Where the shortest or longest beginning that fits ends: all ways to match are followed side by side. `nil`
    /// where that costs too much.
    private static func end(
        of tokens: [Token], _ value: ArraySlice<Unicode.Scalar>, isLongest: Bool, _ effort: inout Effort
    ) -> Match? {
        // Whether some way has come before the token of that number.
        var isBefore = [Bool](repeating: false, count: tokens.count + 1)
        isBefore[0] = true
        skipStars(tokens, &isBefore)
        var found: Int?
        for at in value.startIndex...value.endIndex {
            if isBefore[tokens.count] {
                found = at
                if !isLongest { break }
            }
            guard at < value.endIndex, isBefore.contains(true) else { break }
            effort.stepsLeft -= tokens.count
            guard effort.stepsLeft >= 0 else { return nil }
            var next = [Bool](repeating: false, count: tokens.count + 1)
            for (number, token) in tokens.enumerated() where isBefore[number] {
                switch token {
                case .character(let wanted): if value[at] == wanted { next[number + 1] = true }
                case .one: if value[at] != "\n" { next[number + 1] = true }
                case .many: if value[at] != "\n" { next[number] = true }
                }
            }
            skipStars(tokens, &next)
            isBefore = next
        }
        return found.map(Match.upTo) ?? .nowhere
    }

    /// A star may stand for nothing.
    private static func skipStars(_ tokens: [Token], _ isBefore: inout [Bool]) {
        for (number, token) in tokens.enumerated() where isBefore[number] {
            if case .many = token { isBefore[number + 1] = true }
        }
    }
}
