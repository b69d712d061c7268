extension PythonVersion {
    /// Where the parts of a version lie in its text; ranges of digits may be empty, which is zero.
    struct Parts {
        /// What stands before the release is finished.
        enum Stage: UInt8 {
            case alpha = 1
            case beta = 2
            case candidate = 3

            /// The normal spelling.
            var letters: String {
                switch self {
                case .alpha: "a"
                case .beta: "b"
                case .candidate: "rc"
                }
            }
        }

        /// Digits before `!`.
        var epoch: Range<Int>
        /// Digits and dots.
        var release: Range<Int>
        var pre: (stage: Stage, number: Range<Int>)?
        var post: Range<Int>?
        var dev: Range<Int>?
        /// Behind `+`.
        var local: Range<Int>?

        private static let stages: [(word: [UInt8], stage: Stage)] = [
            (Array("alpha".utf8), .alpha), (Array("a".utf8), .alpha), (Array("beta".utf8), .beta),
            (Array("b".utf8), .beta), (Array("preview".utf8), .candidate), (Array("pre".utf8), .candidate),
            (Array("c".utf8), .candidate), (Array("rc".utf8), .candidate),
        ]
        private static let postWords = [Array("post".utf8), Array("rev".utf8), Array("r".utf8)]
        private static let devWord = Array("dev".utf8)

        /// Takes a version apart; `nil` where it is none.
        init?(_ bytes: [UInt8]) {
            guard bytes.count <= PythonVersion.lengthLimit else { return nil }
            let trimmed = Blank.trimmedAsPython(bytes[...])
            var reader = Reader(bytes: bytes, at: trimmed.startIndex, end: trimmed.endIndex)
            reader.skip(UInt8(ascii: "v"))
            let first = reader.digits()
            if first.isEmpty { return nil }
            if reader.skip(UInt8(ascii: "!")) {
                epoch = first
                let start = reader.at
                if reader.digits().isEmpty { return nil }
                release = start..<reader.at
            } else {
                epoch = first.lowerBound..<first.lowerBound
                release = first
            }
            while reader.current == UInt8(ascii: "."), reader.byte(at: reader.at + 1)?.isASCIIDigit == true {
                reader.at += 1
                _ = reader.digits()
            }
            release = release.lowerBound..<reader.at
            pre = Self.pre(&reader)
            post = Self.post(&reader)
            dev = reader.numbered(Self.devWord)
            if reader.skip(UInt8(ascii: "+")) {
                guard let range = Self.local(&reader) else { return nil }
                local = range
            }
            guard reader.at == reader.end else { return nil }
        }

        private static func pre(_ reader: inout Reader) -> (stage: Stage, number: Range<Int>)? {
            for (word, stage) in stages {
                if let number = reader.numbered(word) { return (stage, number) }
            }
            return nil
        }

        private static func post(_ reader: inout Reader) -> Range<Int>? {
            if reader.current == UInt8(ascii: "-"), reader.byte(at: reader.at + 1)?.isASCIIDigit == true {
                reader.at += 1
                return reader.digits()
            }
            for word in postWords {
                if let number = reader.numbered(word) { return number }
            }
            return nil
        }

        /// Letters and digits with single separators between them.
        private static func local(_ reader: inout Reader) -> Range<Int>? {
            let start = reader.at
            while true {
                let piece = reader.at
                while reader.current?.isASCIIAlphanumeric == true { reader.at += 1 }
                if reader.at == piece { return nil }
                guard let next = reader.current, Reader.isSeparator(next) else { return start..<reader.at }
                reader.at += 1
            }
        }
    }

    /// A place in the text of a version.
    struct Reader {
        let bytes: [UInt8]
        var at: Int
        let end: Int

        static func isSeparator(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }

        var current: UInt8? { byte(at: at) }

        func byte(at place: Int) -> UInt8? { place < end ? bytes[place] : nil }

        /// Goes over a letter or sign, in either case, if it stands here.
        @discardableResult
        mutating func skip(_ byte: UInt8) -> Bool {
            guard current?.asciiLowercased == byte else { return false }
            at += 1
            return true
        }

        /// Goes over digits; none is an empty range.
        mutating func digits() -> Range<Int> {
            let start = at
            while current?.isASCIIDigit == true { at += 1 }
            return start..<at
        }

        /// Goes over `[-_.]?word[-_.]?N?`: where N lies; `nil` where another word stands here.
        mutating func numbered(_ word: [UInt8]) -> Range<Int>? {
            var ahead = self
            if let next = ahead.current, Self.isSeparator(next) { ahead.at += 1 }
            for letter in word where !ahead.skip(letter) { return nil }
            if let next = ahead.current, Self.isSeparator(next) { ahead.at += 1 }
            let number = ahead.digits()
            self = ahead
            return number
        }
    }
}

extension PythonVersion.Parts {
    /// The order of PEP 440 as bytes.
    ///
    /// | part | bytes |
    /// |---|---|
    /// | epoch | number |
    /// | release | for each number up to the last that is not zero: 1, number; then 0 |
    /// | pre | only dev: 0; a, b, rc: 1, 2, 3 and number; none: 4 |
    /// | post | none: 0; else 1, number |
    /// | dev | 0, number; none: 1 |
    /// | local | for each part: text 1, number 2; then 0 |
    func sortKey(in bytes: [UInt8]) -> [UInt8] {
        var key = SortKey()
        key.append(digits: bytes[epoch])
        appendRelease(bytes, to: &key)
        if let pre {
            key.append(rank: pre.stage.rawValue)
            key.append(digits: bytes[pre.number])
        } else {
            key.append(rank: post == nil && dev != nil ? 0 : 4)
        }
        key.append(rank: post == nil ? 0 : 1)
        if let post { key.append(digits: bytes[post]) }
        key.append(rank: dev == nil ? 1 : 0)
        if let dev { key.append(digits: bytes[dev]) }
        if let local {
            for piece in bytes[local].split(whereSeparator: PythonVersion.Reader.isSeparator) {
                let isNumber = piece.allSatisfy(\.isASCIIDigit)
                key.append(rank: isNumber ? 2 : 1)
                if isNumber { key.append(digits: piece) } else { key.append(lowercased: piece) }
            }
        }
        key.append(rank: 0)
        return key.bytes
    }

    private func appendRelease(_ bytes: [UInt8], to key: inout SortKey) {
        // Zeros wait until a number follows that is none.
        var waiting = 0
        for number in bytes[release].split(separator: UInt8(ascii: ".")) {
            if number.allSatisfy({ $0 == UInt8(ascii: "0") }) {
                waiting += 1
                continue
            }
            for _ in 0..<waiting {
                key.append(rank: 1)
                key.append(digits: [])
            }
            waiting = 0
            key.append(rank: 1)
            key.append(digits: number)
        }
        key.append(rank: 0)
    }

    /// The one spelling of the version.
    func normalized(_ bytes: [UInt8]) -> String {
        var text = ""
        let era = Self.number(bytes[epoch])
        if era != "0" { text += era + "!" }
        text += bytes[release].split(separator: UInt8(ascii: ".")).map(Self.number).joined(separator: ".")
        if let pre { text += pre.stage.letters + Self.number(bytes[pre.number]) }
        if let post { text += ".post" + Self.number(bytes[post]) }
        if let dev { text += ".dev" + Self.number(bytes[dev]) }
        if let local {
            let pieces = bytes[local].split(whereSeparator: PythonVersion.Reader.isSeparator)
            text += "+" + pieces.map(Self.piece).joined(separator: ".")
        }
        return text
    }

    private static func piece(_ bytes: ArraySlice<UInt8>) -> String {
        if bytes.allSatisfy(\.isASCIIDigit) { return number(bytes) }
        return String(decoding: bytes.map(\.asciiLowercased), as: UTF8.self)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> String {
        let rest = digits.drop { $0 == UInt8(ascii: "0") }
        return rest.isEmpty ? "0" : String(decoding: rest, as: UTF8.self)
    }
}
