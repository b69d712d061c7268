import Inventory

/// The words of a command line, sorted into command, flags and positional arguments.
///
/// ```
///  bezoar  baseline export  --key fleet.key  -q   --  -golden
///          ~~~~~~~~~~~~~~~  ~~~~~~~~~~~~~~~  ~~   ~~  ~~~~~~~
///          command          value            toggle   positional: after `--` nothing is a flag
/// ```
///
/// Also `--key=fleet.key`, `-o FILE`, `-oFILE`, and short toggles bundled as `-qv`.
enum ParsedLine {
    /// Short help for a command, or for the program.
    case shortHelp((any Command)?)
    case longHelp((any Command)?)
    case version
    /// No command was given, or none below this group.
    case nothing(below: (any Command)?)
    case command(any Command, [FlagOccurrence], [ByteString])

    /// Sorts the words; each flag's value is checked against its grammar.
    static func read(_ arguments: [[UInt8]]) throws(UsageError) -> ParsedLine {
        var rest = arguments[...]
        var group: (any Command)?
        while true {
            guard let word = rest.popFirst() else { return .nothing(below: group) }
            if word.first == UInt8(ascii: "-") { return try beforeCommand(word, below: group) }
            let command = try find(word, below: group)
            if command.subcommands.isEmpty {
                var reader = ArgumentReader(command: command, rest: rest)
                return try reader.read()
            }
            group = command
        }
    }

    private static func find(_ word: [UInt8], below group: (any Command)?) throws(UsageError) -> any Command {
        let known = group?.subcommands ?? CommandList.all
        if let command = known.first(where: { Array($0.name.utf8) == word }) { return command }
        throw .unknownCommand(Quotation.text(word), below: group)
    }

    /// Only help and version may stand before a command: what another flag means depends on the command.
    private static func beforeCommand(_ word: [UInt8], below group: (any Command)?) throws(UsageError) -> ParsedLine {
        switch String(decoding: word, as: UTF8.self) {
        case "-h": return .shortHelp(group)
        case "--help": return .longHelp(group)
        case "-V", "--version": return .version
        default: break
        }
        let shown = Quotation.text(word)
        let name = String(
            decoding: word.drop { $0 == UInt8(ascii: "-") }.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
        if FlagList.all.contains(where: { $0.name == name || $0.short.map(String.init) == name }) {
            let place = (["bezoar"] + (group?.path ?? []) + ["COMMAND"]).joined(separator: " ")
            throw UsageError("flags follow the command: `\(place) \(shown)`", help: group?.words ?? "")
        }
        let nearest = Suggestion.nearest(to: name.lowercased(), among: FlagList.standard.map(\.name))
        if let nearest {
            throw UsageError("unknown flag `\(shown)`", nearest: "--" + nearest, help: group?.words ?? "")
        }
        throw UsageError("a command is expected, found `\(shown)`", help: group?.words ?? "")
    }
}
