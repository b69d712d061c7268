/// Secrets of commands: `--password value`, and the options of programs that are known.
extension SecretFinder {
    private static let kind = "password of an option"
    /// Long options whose value is a user and a password.
    private static let pairOptions = ["--user", "--proxy-user", "--creds", "--src-creds", "--dest-creds"]
        .map { Array($0.utf8) }
    /// What ends a command, so that another program may follow.
    private static let commandEnds = Array(";|&()`\n".utf8)
    /// What a program's name stands behind, besides blanks.
    private static let wordStarts = Array("/\"'".utf8) + commandEnds

    // MARK: Programs

    /// Remembers the program that a word names, and forgets it where its command ends.
    mutating func noteProgram() {
        let byte = text[at]
        if Self.commandEnds.contains(byte) {
            // A line that goes on in the next one.
            if byte == 0x0A, at > 0, text[at - 1] == UInt8(ascii: "\\") { return }
            program = nil
            isLogin = false
            return
        }
        guard byte.isWordLetter, at == 0 || text[at - 1].isBlank || Self.wordStarts.contains(text[at - 1]) else {
            return
        }
        let word = text[at...].prefix(SecretProgram.nameLimit).prefix { $0.isNameLetter || $0 == UInt8(ascii: "-") }
        steps += word.count
        if let known = SecretProgram.named(word) {
            program = known
            isLogin = false
        } else if word.elementsEqual("login".utf8) {
            isLogin = true
        }
    }

    // MARK: Options

    /// An option, seen from its first dash.
    mutating func option() -> Hit? {
        guard at == 0 || !text[at - 1].isNameLetter && text[at - 1] != UInt8(ascii: "-"), at + 1 < text.count else {
            return nil
        }
        return text[at + 1] == UInt8(ascii: "-") ? longOption() : shortOption()
    }

    /// `--password value` and `--user me:password`; `--password=value` is found by its sign.
    private mutating func longOption() -> Hit? {
        let name = text[at...].prefix { $0.isNameLetter || $0 == UInt8(ascii: "-") }
        let end = at + name.count
        steps += name.count
        if Self.pairOptions.contains(where: { $0.elementsEqual(name) }) {
            guard let value = separateValue(end) ?? equalsValue(end) else { return nil }
            return pair(value)
        }
        guard name.count > 4, let value = separateValue(end), text[value] != UInt8(ascii: "-") else { return nil }
        let weight = SecretName.weight(of: name)
        return weight == .none ? nil : valueHit(value, of: weight, kind: Self.kind)
    }

    /// `-u me:password` of any program, and what is known of this one.
    private mutating func shortOption() -> Hit? {
        var letter = at + 1
        if let program, !program.needsLogin || isLogin {
            // `-sSu me:password`: letters without a value may stand before.
            while letter + 1 < text.count, program.flags.contains(text[letter]) { letter += 1 }
            steps += letter - at
            let next = letter + 1
            if program.pairs.contains(text[letter]) {
                guard let value = separateValue(next) ?? attachedValue(next) else { return nil }
                return pair(value)
            }
            if program.separate.contains(text[letter]), let value = separateValue(next) {
                return text[value] == UInt8(ascii: "-") ? nil : plain(value)
            }
            if program.attached.contains(text[letter]), let value = attachedValue(next) { return plain(value) }
        }
        guard text[letter] == UInt8(ascii: "u"), let value = separateValue(letter + 1) else { return nil }
        return pair(value)
    }

    /// A password; not the ports of `-p8080:80`.
    private mutating func plain(_ value: Int) -> Hit? {
        guard let hit = valueHit(value, kind: Self.kind), !hit.range.isEmpty else { return nil }
        let isPort =
            text[hit.range].contains(UInt8(ascii: ":"))
            && text[hit.range].allSatisfy { $0.isDigit || ":./-".utf8.contains($0) }
        return isPort ? nil : hit
    }

    /// A user and a password, `me:password`; not numbers of a user and a group, and not the same name twice.
    private mutating func pair(_ value: Int) -> Hit? {
        guard program?.hasGroups != true,
            let hit = valueHit(value, before: value + Self.glance, kind: Self.kind),
            let colon = text[hit.range].firstIndex(of: UInt8(ascii: ":")), hit.range.count > 1,
            text[hit.range].contains(where: { !$0.isDigit && $0 != UInt8(ascii: ":") })
        else { return nil }
        let user = text[hit.range.lowerBound..<colon]
        let password = text[(colon + 1)..<hit.range.upperBound]
        // An empty password: what is known to take a pair was given a token.
        let isSecret =
            password.isEmpty
            ? program?.pairs.isEmpty == false : password.first != UInt8(ascii: "$") && !password.elementsEqual(user)
        return isSecret ? valueHit(value, kind: Self.kind) : nil
    }

    // MARK: Where a value begins

    /// Behind blanks, or as the next word of a list: `"-u", "me:password"`.
    private mutating func separateValue(_ end: Int) -> Int? {
        var value = end
        if value < text.count, Self.isQuote(text[value]) {
            value = afterBlanks(value + 1)
            guard value < text.count, text[value] == UInt8(ascii: ",") else { return nil }
            value = afterBlanks(value + 1)
            return value < text.count && Self.isQuote(text[value]) ? value : nil
        }
        value = afterBlanks(end)
        return value > end && value < text.count ? value : nil
    }

    /// At once, perhaps behind a sign; not the quote that closes a word of a list.
    private func attachedValue(_ end: Int) -> Int? {
        guard end < text.count, !text[end].isBlank else { return nil }
        if Self.isQuote(text[end]), at > 0, text[at - 1] == text[end] { return nil }
        return equalsValue(end) ?? end
    }

    private func equalsValue(_ end: Int) -> Int? {
        end + 1 < text.count && text[end] == UInt8(ascii: "=") ? end + 1 : nil
    }

    private mutating func afterBlanks(_ start: Int) -> Int {
        var end = start
        while end < text.count, text[end] == 0x20 || text[end] == 0x09 { end += 1 }
        steps += end - start
        return end
    }
}
