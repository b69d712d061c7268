/// The options of one line of a requirements file, as pip's parser takes them.
struct RequirementOptions {
    /// One option with its value, which is empty for flags.
    struct Option {
        /// The long name without hyphens.
        var name: String
        var value: String
    }

    /// What is wrong with the options; pip refuses the whole file then.
    struct Failure: Error {
        var reason: String
    }

    /// This table is what pip knows in such a file: long name, letter, whether a value follows.
    private static let known: [(name: String, letter: Character?, hasValue: Bool)] = [
        ("requirement", "r", true), ("constraint", "c", true), ("editable", "e", true), ("index-url", "i", true),
        ("pypi-url", nil, true), ("extra-index-url", nil, true), ("no-index", nil, false), ("find-links", "f", true),
        ("no-binary", nil, true), ("only-binary", nil, true), ("prefer-binary", nil, false),
        ("require-hashes", nil, false), ("no-require-hashes", nil, false), ("pre", nil, false),
        ("trusted-host", nil, true), ("use-feature", nil, true), ("hash", nil, true), ("config-settings", "C", true),
        ("config-setting", nil, true), ("global-option", nil, true), ("install-option", nil, true),
    ]

    private(set) var options: [Option] = []

    /// Parses the words of a line.
    init(_ text: String) throws(Failure) {
        let words = try Self.words(text)
        var at = 0
        while at < words.count {
            let word = words[at]
            at += 1
            if word == "--" { return }
            guard word.hasPrefix("-"), word != "-" else { continue }
            let (name, given, hasValue) = try word.hasPrefix("--") ? Self.long(word) : Self.short(word)
            if !hasValue {
                if given != nil { throw Failure(reason: "option --\(name) takes no value") }
                options.append(Option(name: name, value: ""))
            } else if let given {
                options.append(Option(name: name, value: given))
            } else {
                guard at < words.count else { throw Failure(reason: "option --\(name) lacks its value") }
                options.append(Option(name: name, value: words[at]))
                at += 1
            }
            if let last = options.last, last.name == "hash", !Self.isStrong(last.value) {
                throw Failure(reason: "a digest that is not sha256, sha384 or sha512")
            }
        }
    }

    /// Values of all options of a name, in order.
    func values(_ name: String) -> [String] {
        options.filter { $0.name == name }.map(\.value)
    }

    /// Whether an option stands here.
    func has(_ name: String) -> Bool { options.contains { $0.name == name } }

    private static func isStrong(_ value: String) -> Bool {
        ["sha256:", "sha384:", "sha512:"].contains { value.hasPrefix($0) }
    }

    private static func long(_ word: String) throws(Failure) -> (String, String?, Bool) {
        let body = word.dropFirst(2)
        let equals = body.firstIndex(of: "=")
        let name = String(equals.map { body[..<$0] } ?? body)
        let value = equals.map { String(body[body.index(after: $0)...]) }
        if let exact = known.first(where: { $0.name == name }) { return (exact.name, value, exact.hasValue) }
        // An option may be cut short as long as no other begins so.
        let candidates = known.filter { $0.name.hasPrefix(name) }
        guard candidates.count == 1, let only = candidates.first, !name.isEmpty else {
            throw Failure(reason: "unknown option --\(name)")
        }
        return (only.name, value, only.hasValue)
    }

    private static func short(_ word: String) throws(Failure) -> (String, String?, Bool) {
        let letter = word.dropFirst().first
        guard let option = known.first(where: { $0.letter != nil && $0.letter == letter }) else {
            throw Failure(reason: "unknown option \(word.prefix(2))")
        }
        let value = word.dropFirst(2)
        return (option.name, value.isEmpty ? nil : String(value), option.hasValue)
    }

    /// Splits as a shell does: quotes and backslashes, nothing else.
    private static func words(_ text: String) throws(Failure) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        var isWord = false
        var quote: UInt8?
        var isEscaped = false
        for byte in text.utf8 {
            if isEscaped {
                // Between double quotes a backslash is one unless it stands before a quote or a backslash.
                if quote != nil, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                    word.append(UInt8(ascii: "\\"))
                }
                word.append(byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'") {
                isEscaped = true
                isWord = true
            } else if let open = quote {
                if byte == open { quote = nil } else { word.append(byte) }
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
                isWord = true
            } else if byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A {
                if isWord { words.append(String(decoding: word, as: UTF8.self)) }
                word = []
                isWord = false
            } else {
                word.append(byte)
                isWord = true
            }
        }
        if isEscaped || quote != nil { throw Failure(reason: "a quotation or an escape does not end") }
        if isWord { words.append(String(decoding: word, as: UTF8.self)) }
        return words
    }
}
