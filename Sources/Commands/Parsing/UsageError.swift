import Inventory

/// A command line, variable or configuration that cannot be used.
package struct UsageError: Error, Equatable {
    /// One sentence or more, a line each, without full stops at line ends.
    package let message: String
    /// Words of the command whose help explains more; `nil` where the help would not.
    package let help: String?
    /// Wrong usage, unless the words are right and something else kept them from being followed.
    package let exit: ExitCode

    /// Adds the question for the nearest word, where there is one.
    init(_ message: String, nearest: String? = nil, help: String?, exit: ExitCode = .usage) {
        self.message = message + (nearest.map { "; did you mean `\($0)`?" } ?? "")
        self.help = help
        self.exit = exit
    }

    /// What stands on stderr, without the last newline.
    package var text: String {
        let lines = message.split(separator: "\n").map { "bezoar: \($0)" }.joined(separator: "\n")
        guard let help else { return lines }
        return lines + "\nSee `bezoar \(help.isEmpty ? "" : help + " ")--help`."
    }

    /// There is no such command.
    static func unknownCommand(_ word: String, below parent: (any Command)?) -> UsageError {
        let known = (parent?.subcommands ?? CommandList.all).map(\.name)
        let place = parent.map { " of `bezoar \($0.words)`" } ?? ""
        return UsageError(
            "unknown command `\(word)`\(place)", nearest: Suggestion.nearest(to: word, among: known),
            help: parent?.words ?? "")
    }

    /// A positional argument that must be a path the kernel could take.
    static func path(_ word: ByteString?, for command: any Command) throws(UsageError) -> ByteString {
        guard let path = PathGrammar.path(word?.bytes ?? []) else {
            let name = command.positionals.first?.name ?? ""
            throw UsageError("\(name): the path is empty", help: command.words)
        }
        return path
    }
}
