/// The help of one command, in short for `-h` and at length for `--help`.
package struct CommandHelp {
    private let command: any Command

    /// For any command or group.
    package init(_ command: any Command) {
        self.command = command
    }

    /// One line per flag.
    package var short: String {
        var lines = title + [""] + usage
        lines += subcommands + positionals
        for (category, flags) in FlagCategory.sorted(command.orderedFlags) {
            lines += ["", category.rawValue + ":"]
            lines += Prose.rows(flags.map { (FlagHelp($0).head, FlagHelp($0).line) }, column: 30)
        }
        lines += [""] + Prose.wrap("More: `bezoar \(command.words) --help`")
        return lines.joined(separator: "\n") + "\n"
    }

    /// All there is to say.
    package var long: String {
        var lines = title + [""] + usage + [""] + Prose.lines(command.details)
        lines += subcommands + positionals
        for (category, flags) in FlagCategory.sorted(command.orderedFlags) {
            lines += ["", category.rawValue + ":"]
            for (index, flag) in flags.enumerated() {
                lines += (index == 0 ? [] : [""]) + FlagHelp(flag).paragraphs
            }
        }
        lines += examples + exits
        return lines.joined(separator: "\n") + "\n"
    }

    private var title: [String] { Prose.wrap("bezoar \(command.words): \(command.summary)") }

    private var usage: [String] {
        let lines = Prose.wrap("Usage: " + command.usage, width: Prose.width - 7)
        return lines.enumerated().map { $0.offset == 0 ? $0.element : "       " + $0.element }
    }

    private var subcommands: [String] {
        guard !command.subcommands.isEmpty else { return [] }
        return ["", "Commands:"] + Prose.rows(command.subcommands.map { ($0.name, $0.summary) }, column: 14)
    }

    private var positionals: [String] {
        guard !command.positionals.isEmpty else { return [] }
        return ["", "Arguments:"] + Prose.rows(command.positionals.map { ($0.signature, $0.summary) }, column: 16)
    }

    private var examples: [String] {
        guard !command.examples.isEmpty else { return [] }
        var lines = ["", "Examples:"]
        for (index, example) in command.examples.enumerated() {
            lines += index == 0 ? [] : [""]
            lines += Prose.wrap(example.sentence, indent: 2) + ["      " + example.line]
        }
        return lines
    }

    private var exits: [String] {
        guard !command.exits.isEmpty else { return [] }
        return ["", "Exit codes:"]
            + Prose.rows(command.exits.map { (String($0.code.rawValue), $0.meaning) }, column: 7)
    }
}
