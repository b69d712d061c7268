/// The completion script for fish: one line for each flag of each command.
enum FishCompletion {
    /// The script.
    static var script: String {
        var lines = [
            "# fish completion for bezoar, made by `bezoar generate fish`.",
            "",
            "# The command before the cursor: `baseline accept`; empty where there is none yet.",
            "function __bezoar_command",
            "    set -l command ''",
            "    set -l words (commandline -opc)",
            "    for word in $words[2..-1]",
            "        switch \"$command:$word\"",
        ]
        for command in CommandList.all + CommandList.all.flatMap(\.subcommands) {
            let parent = command.path.dropLast().joined(separator: " ")
            lines += [
                "            case '\(parent):\(command.name)'", "                set command '\(command.words)'",
            ]
        }
        lines += [
            "        end", "    end", "    echo $command", "end", "",
            "function __bezoar_is",
            "    set -l command (__bezoar_command)",
            "    test \"$command\" = \"$argv[1]\"",
            "end", "",
            "complete -c bezoar -f",
        ]
        lines += CommandList.all.map { line("", "-a \($0.name)", $0.summary) }
        lines += FlagList.standard.map { flag($0, of: "") }
        for command in CommandList.all {
            lines.append("")
            lines += command.subcommands.map { line(command.words, "-a \($0.name)", $0.summary) }
            let leaves = command.subcommands.isEmpty ? [command] : [command] + command.subcommands
            for leaf in leaves {
                lines += leaf.orderedFlags.map { flag($0, of: leaf.words) }
                guard let place = leaf.positionals.first, let action = action(place.completion) else { continue }
                lines.append(line(leaf.words, action, place.summary))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func flag(_ flag: any Flag, of command: String) -> String {
        var words = (flag.short.map { ["-s \($0)"] } ?? []) + ["-l \(flag.name)"]
        // -x offers nothing but what follows, -r files too.
        if !flag.grammar.isToggle { words.append(flag.grammar.completion == .file ? "-r" : "-x") }
        if let action = action(flag.grammar.completion) { words.append(action) }
        return line(command, words.joined(separator: " "), flag.summary)
    }

    private static func line(_ command: String, _ words: String, _ summary: String) -> String {
        "complete -c bezoar -n \"__bezoar_is '\(command)'\" \(words) -d \(quoted(summary))"
    }

    private static func action(_ completion: Completion) -> String? {
        switch completion {
        case .none: nil
        case .file: "-F"
        case .directory: "-a '(__fish_complete_directories)'"
        case .words(let words): "-a \(quoted(words.joined(separator: " ")))"
        }
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.map { "'\\".contains($0) ? "\\\($0)" : String($0) }.joined() + "'"
    }
}
