import Bytes

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
