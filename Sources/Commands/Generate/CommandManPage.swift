/// `bezoar-audit(1)`, `bezoar-baseline(1)`, `bezoar-baseline-diff(1)`: a page for each command. The page of a group
/// lists the commands below it, which have pages of their own.
struct CommandManPage {
    private let command: any Command

    /// For any command or group.
    init(_ command: any Command) {
        self.command = command
    }

    /// Name of the page: `bezoar-baseline-diff`.
    static func name(of command: any Command) -> String {
        (["bezoar"] + command.path).joined(separator: "-")
    }

    /// The page.
    var page: ManPage {
        var body = [".SH SYNOPSIS", synopsis]
        body += [".SH DESCRIPTION"] + Troff.blocks(command.details)
        body += commands + arguments + options + exits + examples
        body += ManPage.seeAlso(related)
        return ManPage(name: Self.name(of: command), section: 1, summary: command.summary, body: body)
    }

    private var synopsis: String {
        let name = "bezoar " + command.words
        return Troff.bold(name) + Troff.literal(String(command.usage.dropFirst(name.count)))
    }

    private var commands: [String] {
        guard !command.subcommands.isEmpty else { return [] }
        return [".SH COMMANDS"]
            + command.subcommands.flatMap { leaf in
                ManPage.entry(Troff.bold(Self.name(of: leaf)) + "(1)", [Troff.prose(leaf.summary + ".")])
            }
    }

    private var arguments: [String] {
        guard !command.positionals.isEmpty else { return [] }
        return [".SH ARGUMENTS"]
            + command.positionals.flatMap {
                ManPage.entry("\\fI\(Troff.literal($0.name))\\fR", [Troff.prose($0.summary + ".")])
            }
    }

    private var options: [String] {
        var lines = [".SH OPTIONS"]
        for (category, members) in FlagCategory.sorted(command.orderedFlags) {
            lines.append(".SS \"\(category.rawValue)\"")
            for flag in members { lines += FlagManEntry(flag).lines }
        }
        return lines
    }

    private var exits: [String] {
        guard !command.exits.isEmpty else { return [] }
        return [".SH \"EXIT STATUS\""]
            + command.exits.flatMap {
                ManPage.entry(Troff.bold(String($0.code.rawValue)), [Troff.prose($0.meaning)])
            }
    }

    private var examples: [String] {
        guard !command.examples.isEmpty else { return [] }
        var lines = [".SH EXAMPLES"]
        for example in command.examples {
            lines += [
                ".PP", Troff.prose(example.sentence), ".PP", ".nf", ".RS", Troff.literal(example.line), ".RE", ".fi",
            ]
        }
        return lines
    }

    /// The overview, the commands beside and above this one, and the configuration.
    private var related: [String] {
        let group = CommandList.all.first { $0.path.first == command.path.first }
        let isBelow = command.path.count > 1
        let family = isBelow ? [group].compactMap(\.self) + (group?.subcommands ?? []) : CommandList.all
        let names = family.filter { $0.path != command.path }.map { Self.name(of: $0) + ".1" }
        return ["bezoar.1"] + names + ["bezoar.toml.5"]
    }
}
