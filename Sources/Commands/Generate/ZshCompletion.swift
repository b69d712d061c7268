/// The completion script for zsh: one list of argument specifications for each command.
enum ZshCompletion {
    /// The script.
    static var script: String {
        var lines = [
            "#compdef bezoar",
            "# zsh completion for bezoar, made by `bezoar generate zsh`.",
            "",
            "_bezoar() {",
            "    local -a commands",
            "    if (( CURRENT == 2 )); then",
            "        if [[ $PREFIX == -* ]]; then",
            "            _arguments -s -S \\",
        ]
        lines += continued(FlagList.standard.map(specification), indent: 16)
        lines += ["            return", "        fi"]
        lines += describe(CommandList.all, indent: 8)
        lines += ["        return", "    fi", "    case $words[2] in"]
        for command in CommandList.all where !command.subcommands.isEmpty {
            lines += ["    \(command.name))", "        if (( CURRENT == 3 )) && [[ $PREFIX != -* ]]; then"]
            lines += describe(command.subcommands, indent: 12)
            lines += [
                "            return", "        fi", "        shift words", "        (( CURRENT-- ))",
                "        case $words[2] in",
            ]
            for leaf in command.subcommands { lines += arguments(leaf, indent: 8) }
            lines += ["        *) _arguments -s -S \\"] + continued(command.orderedFlags.map(specification), indent: 12)
            lines += ["            ;;", "        esac", "        ;;"]
        }
        for command in CommandList.all where command.subcommands.isEmpty { lines += arguments(command, indent: 4) }
        lines += ["    esac", "}", "", "_bezoar \"$@\""]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func describe(_ commands: [any Command], indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        return [margin + "commands=("]
            + commands.map { margin + "    " + quoted("\($0.name):\($0.summary)") }
            + [margin + ")", margin + "_describe -t commands 'command' commands"]
    }

    /// A branch for one command. The word before its arguments must be the command itself, as `_arguments` wants it.
    private static func arguments(_ command: any Command, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var specifications = command.orderedFlags.map(specification)
        for place in command.positionals {
            let colons = place.isRepeated ? "*:" : place.isRequired ? ":" : "::"
            specifications.append(quoted("\(colons)\(escaped(place.name)):\(action(place.completion))"))
        }
        return [
            "\(margin)\(command.name))", "\(margin)    shift words", "\(margin)    (( CURRENT-- ))",
            "\(margin)    _arguments -s -S \\",
        ] + continued(specifications, indent: indent + 8) + ["\(margin)    ;;"]
    }

    private static func continued(_ lines: [String], indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        return lines.enumerated().map { margin + $0.element + ($0.offset + 1 < lines.count ? " \\" : "") }
    }

    /// One flag: what it excludes, its spellings, its sentence, its value.
    private static func specification(_ flag: any Flag) -> String {
        let text = "[\(escaped(flag.summary))]"
        let value = flag.grammar.isToggle ? "" : ":\(escaped(flag.valueName)):\(action(flag.grammar.completion))"
        let long = flag.spelling + (flag.grammar.isToggle ? "" : "=")
        if flag.grammar.isList { return quoted("*\(long)\(text)\(value)") }
        var excluded = [flag.spelling] + (flag.short.map { ["-\($0)"] } ?? [])
        excluded += FlagList.all.filter { flag.excludes.contains($0.name) }.flatMap { other in
            [other.spelling] + (other.short.map { ["-\($0)"] } ?? [])
        }
        let head = "(\(excluded.joined(separator: " ")))"
        guard let short = flag.short else { return quoted(head + long + text + value) }
        let shortForm = "-\(short)" + (flag.grammar.isToggle ? "" : "+")
        return "\(quoted(head)){\(shortForm),\(long)}\(quoted(text + value))"
    }

    private static func action(_ completion: Completion) -> String {
        switch completion {
        case .none: " "
        case .file: "_files"
        case .directory: "_files -/"
        case .words(let words): "(\(words.joined(separator: " ")))"
        }
    }

    /// Brackets and colons have a meaning in specifications.
    private static func escaped(_ text: String) -> String {
        text.map { "[]:\\".contains($0) ? "\\\($0)" : String($0) }.joined()
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }
}
