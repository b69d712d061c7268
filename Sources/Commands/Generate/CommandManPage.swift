/// `bezoar-audit(1)` and its like. The page of a group has a section for each command below it.
struct CommandManPage {
    private let command: any Command

    /// For a command or group of the first word.
    init(_ command: any Command) {
        self.command = command
    }

    private var leaves: [any Command] { command.subcommands.isEmpty ? [command] : command.subcommands }

    /// The page.
    var page: ManPage {
        let name = "bezoar-" + command.name
        var body = [".SH SYNOPSIS"]
        for (index, leaf) in leaves.enumerated() {
            body += (index > 0 ? [".br"] : []) + [synopsis(leaf)]
        }
        body += [".SH DESCRIPTION"] + Troff.blocks(command.details)
        body += commands + arguments(of: command) + options + exits + examples
        body += ManPage.seeAlso(except: name + ".1")
        return ManPage(name: name, section: 1, summary: command.summary, body: body)
    }

    private func synopsis(_ leaf: any Command) -> String {
        let name = "bezoar " + leaf.words
        return Troff.bold(name) + Troff.literal(String(leaf.usage.dropFirst(name.count)))
    }

    private var commands: [String] {
        guard !command.subcommands.isEmpty else { return [] }
        var lines = [".SH COMMANDS"]
        for leaf in command.subcommands {
            lines += [".SS \"\(Troff.literal(leaf.name))\""] + Troff.blocks(leaf.details)
            for place in leaf.positionals {
                lines += ManPage.entry("\\fI\(Troff.literal(place.name))\\fR", [Troff.prose(place.summary + ".")])
            }
        }
        return lines
    }

    private func arguments(of command: any Command) -> [String] {
        guard !command.positionals.isEmpty else { return [] }
        return [".SH ARGUMENTS"]
            + command.positionals.flatMap {
                ManPage.entry("\\fI\(Troff.literal($0.name))\\fR", [Troff.prose($0.summary + ".")])
            }
    }

    /// Each flag once, whichever of the commands takes it.
    private var options: [String] {
        var lines = [".SH OPTIONS"]
        let flags = FlagList.all.compactMap { listed -> (any Flag)? in
            leaves.flatMap(\.flags).first { $0.name == listed.name }
        }
        for (category, members) in FlagCategory.sorted(flags) {
            lines.append(".SS \"\(category.rawValue)\"")
            for flag in members {
                let takers = leaves.filter { leaf in leaf.flags.contains { $0.name == flag.name } }
                let names = takers.count == leaves.count ? [] : takers.map(\.name)
                lines += FlagManEntry(flag, takers: names).lines
            }
        }
        return lines
    }

    private var exits: [String] {
        var lines = [".SH \"EXIT STATUS\""]
        for leaf in leaves {
            if leaves.count > 1 { lines.append(".SS \"\(Troff.literal(leaf.name))\"") }
            lines += leaf.exits.flatMap {
                ManPage.entry(Troff.bold(String($0.code.rawValue)), [Troff.prose($0.meaning)])
            }
        }
        return lines
    }

    private var examples: [String] {
        let examples = leaves.flatMap(\.examples)
        guard !examples.isEmpty else { return [] }
        var lines = [".SH EXAMPLES"]
        for example in examples {
            lines += [
                ".PP", Troff.prose(example.sentence), ".PP", ".nf", ".RS", Troff.literal(example.line), ".RE", ".fi",
            ]
        }
        return lines
    }
}
