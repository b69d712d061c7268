import Inventory

/// `bezoar help`.
struct HelpCommand: Command {
    let path = ["help"]
    let summary = "Print help for the program or for one command"
    let details = "Prints the long help of a command, or an overview of all commands."
    var flags: [any Flag] { FlagList.standard }
    var positionals: [Positional] {
        [
            Positional(
                "COMMAND", summary: "The command, one or two words", isRequired: false, isRepeated: true,
                completion: .words(CommandList.all.map(\.name)))
        ]
    }
    let examples = [Example("Read about one command.", "bezoar help baseline export")]
    let exits = [ExitMeaning(.clean, "Done."), ExitMeaning(.usage)]

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        if words.isEmpty { return .text(OverviewHelp.long) }
        let path = words.map { Quotation.text($0.bytes) }
        guard let command = CommandList.find(path) else {
            let parent = CommandList.find([path[0]])
            if let parent, !parent.subcommands.isEmpty, path.count > 1 {
                throw UsageError.unknownCommand(path[1], below: parent)
            }
            if let parent {
                throw UsageError("`bezoar \(parent.words)` has no commands below it", help: parent.words)
            }
            throw UsageError.unknownCommand(path[0], below: nil)
        }
        return .text(CommandHelp(command).long)
    }
}
