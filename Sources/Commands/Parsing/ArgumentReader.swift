import Inventory

/// Reads the words after the command.
struct ArgumentReader {
    let command: any Command
    private var rest: ArraySlice<[UInt8]>
    private var occurrences: [FlagOccurrence] = []
    private var words: [ByteString] = []
    /// Holds the flags alone, to see their values checked before any file is read.
    private var scratch = Settings()

    /// Starts behind the command's own words.
    init(command: any Command, rest: ArraySlice<[UInt8]>) {
        self.command = command
        self.rest = rest
    }

    /// Reads all words. Help and version answer at once, whatever follows them.
    mutating func read() throws(UsageError) -> ParsedLine {
        let dash = UInt8(ascii: "-")
        while let word = rest.popFirst() {
            if word == [dash, dash] {
                words += rest.map { ByteString($0) }
                rest = []
            } else if word.starts(with: [dash, dash]) {
                try readLong(word)
            } else if word.first == dash, word.count > 1 {
                try readShort(word)
            } else {
                words.append(ByteString(word))
            }
            switch scratch.answer.value {
            case .help: return scratch.answer.origin == .flag("-h") ? .shortHelp(command) : .longHelp(command)
            case .version: return .version
            case nil: break
            }
        }
        try checkCounts()
        return .command(command, occurrences, words)
    }

    /// `--name`, `--name value` or `--name=value`.
    private mutating func readLong(_ word: [UInt8]) throws(UsageError) {
        let equals = word.firstIndex(of: UInt8(ascii: "="))
        let name = word[2..<(equals ?? word.endIndex)]
        let spelling = "--" + Quotation.text(Array(name))
        guard let flag = command.flags.first(where: { Array($0.name.utf8)[...] == name }) else {
            throw unknownFlag(spelling, name: String(decoding: name, as: UTF8.self))
        }
        if flag.grammar.isToggle {
            guard equals == nil else {
                throw UsageError("`\(spelling)` takes no value", help: command.words)
            }
            try take(FlagOccurrence(flag: flag, spelling: spelling, value: []))
        } else if let equals {
            try take(FlagOccurrence(flag: flag, spelling: spelling, value: Array(word[(equals + 1)...])))
        } else {
            try take(FlagOccurrence(flag: flag, spelling: spelling, value: try nextWord(for: flag, spelling)))
        }
    }

    /// `-q`, `-qv`, `-o value`, `-ovalue`.
    private mutating func readShort(_ word: [UInt8]) throws(UsageError) {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            let flag = command.flags.first { $0.short?.asciiValue == letter }
            guard let flag else {
                throw unknownFlag("-" + Quotation.text([letter] + letters), name: "")
            }
            let spelling = "-" + Quotation.text([letter])
            if flag.grammar.isToggle {
                try take(FlagOccurrence(flag: flag, spelling: spelling, value: []))
            } else if letters.isEmpty {
                try take(FlagOccurrence(flag: flag, spelling: spelling, value: try nextWord(for: flag, spelling)))
            } else {
                try take(FlagOccurrence(flag: flag, spelling: spelling, value: Array(letters)))
                return
            }
        }
    }

    /// The value that stands as a word of its own. Whatever it looks like, it is the value: `--tree --odd-name`.
    private mutating func nextWord(for flag: any Flag, _ spelling: String) throws(UsageError) -> [UInt8] {
        guard let word = rest.popFirst() else {
            throw UsageError("`\(spelling)` needs a value: \(flag.grammar.expectation)", help: command.words)
        }
        return word
    }

    private mutating func take(_ occurrence: FlagOccurrence) throws(UsageError) {
        let flag = occurrence.flag
        let isAgain = occurrences.contains { $0.flag.name == flag.name }
        if isAgain, !flag.grammar.isToggle, !flag.grammar.isList {
            throw UsageError("`\(flag.spelling)` is given twice", help: command.words)
        }
        if let other = occurrences.first(where: { flag.excludes.contains($0.flag.name) }) {
            throw UsageError("`\(occurrence.spelling)` contradicts `\(other.spelling)`", help: command.words)
        }
        guard flag.set(argument: occurrence.value, origin: .flag(occurrence.spelling), in: &scratch) else {
            throw wrongValue(occurrence)
        }
        occurrences.append(occurrence)
    }

    private func wrongValue(_ occurrence: FlagOccurrence) -> UsageError {
        let shown = Quotation.text(occurrence.value)
        let grammar = occurrence.flag.grammar
        return UsageError(
            "`\(occurrence.spelling)`: \(grammar.expectation) is expected, found `\(shown)`",
            nearest: Suggestion.nearest(to: shown, among: grammar.words), help: command.words)
    }

    private func unknownFlag(_ spelling: String, name: String) -> UsageError {
        if let listed = FlagList.all.first(where: { $0.name == name || "-\($0.short ?? "-")" == spelling }) {
            return UsageError(
                "`bezoar \(command.words)` does not take `\(listed.spelling)`", help: command.words)
        }
        let nearest = Suggestion.nearest(to: name, among: command.orderedFlags.map(\.name))
        return UsageError("unknown flag `\(spelling)`", nearest: nearest.map { "--" + $0 }, help: command.words)
    }

    private func checkCounts() throws(UsageError) {
        for required in command.requiredFlags where !occurrences.contains(where: { $0.flag.name == required }) {
            let signature = command.flags.first { $0.name == required }?.signature ?? ""
            throw UsageError("`bezoar \(command.words)` needs `\(signature)`", help: command.words)
        }
        let places = command.positionals
        if let missing = places.dropFirst(words.count).first(where: \.isRequired) {
            throw UsageError("`bezoar \(command.words)` needs \(missing.name)", help: command.words)
        }
        if words.count > places.count, places.last?.isRepeated != true {
            let shown = Quotation.text(words[places.count].bytes)
            throw UsageError("`\(shown)` is one argument too many", help: command.words)
        }
    }
}
