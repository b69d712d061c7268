/// A RUN instruction: its flags, and the command.
///
/// ```
///   [stage-1 2/9] RUN --mount=type=cache,target=/c --network=host pip install .
///   '-----------'     '---------------------------------------'  '-----------'
///    in logs only      flags: words that begin with two dashes     command
/// ```
struct RunLine: Equatable {
    /// Flags of one line.
    static let flagLimit = 1_000

    /// Bytes of a step's name that are looked at.
    static let nameLimit = 64 << 10

    private(set) var mounts: [MountOption] = []
    private(set) var network: String?
    private(set) var security: String?
    private(set) var command: [UInt8] = []

    /// Takes a step's name in a log, which is its line with most variables replaced. `nil` where the step is no RUN.
    init?(name: [UInt8]) {
        var rest = name.prefix(Self.nameLimit)
        if rest.first == UInt8(ascii: "["), let end = rest.firstIndex(of: UInt8(ascii: "]")) {
            rest = rest[(end + 1)...].drop { $0.isBlank }
        }
        if let behind = Self.drop("ONBUILD", from: rest) { rest = behind }
        guard let arguments = Self.drop("RUN", from: rest) else { return nil }
        self.init(arguments: Array(arguments), isExpanded: true)
    }

    /// Takes what follows the word RUN in a Dockerfile.
    init(arguments: [UInt8], expand: ([UInt8]) -> [UInt8]) {
        self.init(arguments: arguments, isExpanded: false, expand: expand)
    }

    private init(arguments: [UInt8], isExpanded: Bool, expand: ([UInt8]) -> [UInt8] = { $0 }) {
        var words = FlagWords(arguments)
        while mounts.count < Self.flagLimit, let start = words.start, let word = words.next() {
            let name = String(decoding: word.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
            let value = Array(word.drop { $0 != UInt8(ascii: "=") }.dropFirst())
            switch name {
            case "--mount":
                var mount = MountOption(value, expand: expand)
                if isExpanded, mount.type == "cache", mount.target == nil {
                    mount = Self.mend(arguments, from: start, mount, &words)
                }
                mounts.append(mount)
            case "--network": network = String(decoding: expand(value), as: UTF8.self)
            case "--security": security = String(decoding: expand(value), as: UTF8.self)
            default: break
            }
        }
        command = Array(arguments[words.offset...])
    }

    /// A cache mount without a target is none that ran: a value held blanks, and the word was cut there. Then the
    /// option reaches to the target and its end.
    private static func mend(
        _ line: [UInt8], from start: Int, _ cut: MountOption, _ words: inout FlagWords
    ) -> MountOption {
        for key in [",target=", ",dst=", ",destination="] {
            guard let at = line[start...].firstOffset(of: Array(key.utf8)) else { continue }
            let end = line[at...].firstIndex { $0.isBlank } ?? line.count
            let value = line[start..<end].drop { $0 != UInt8(ascii: "=") }.dropFirst()
            words.offset = end
            return MountOption(expanded: Array(value))
        }
        return cut
    }

    private static func drop(_ word: String, from text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let count = word.utf8.count
        guard text.count > count, text.dropFirst(count).first?.isBlank == true,
            String(decoding: text.prefix(count), as: UTF8.self).uppercased() == word
        else { return nil }
        return text.dropFirst(count).drop { $0.isBlank }
    }
}

/// Takes the flags off the front of an instruction's arguments, word by word, as the Dockerfile's reader does: quotes
/// keep blanks together, a backslash keeps the next character, and `--mount value` stands for `--mount=value`.
struct FlagWords {
    private let line: [UInt8]
    /// Where the next flag or the command begins.
    var offset = 0

    /// Begins at the first word.
    init(_ line: [UInt8]) {
        self.line = line
        skipBlanks()
    }

    /// Where the next flag begins; `nil` where none follows.
    var start: Int? {
        guard line.count - offset > 1, line[offset] == UInt8(ascii: "-"), line[offset + 1] == UInt8(ascii: "-")
        else { return nil }
        return offset
    }

    /// The next flag without its quotes; `nil` where the command begins, and behind a lone `--`.
    mutating func next() -> [UInt8]? {
        guard start != nil else { return nil }
        var flag = word()
        if flag.count == 2 {
            skipBlanks()
            return nil
        }
        skipBlanks()
        // Flags that take no value do not exist on a RUN line.
        if !flag.contains(UInt8(ascii: "=")), offset < line.count {
            flag += [UInt8(ascii: "=")] + word()
            skipBlanks()
        }
        return flag
    }

    private mutating func word() -> [UInt8] {
        var word: [UInt8] = []
        var quote: UInt8?
        while offset < line.count {
            let byte = line[offset]
            if quote == nil, byte.isBlank { break }
            offset += 1
            if byte == quote {
                quote = nil
            } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: "\\") {
                guard offset < line.count else { break }
                word.append(line[offset])
                offset += 1
            } else {
                word.append(byte)
            }
        }
        return word
    }

    private mutating func skipBlanks() {
        while offset < line.count, line[offset].isBlank { offset += 1 }
    }
}
