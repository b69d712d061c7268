/// The completion script for bash.
///
/// ```
///  words before the cursor  ->  command        `baseline accept`
///  command and last word    ->  value          files, directories or fixed words
///  command                  ->  flags, commands below it, positional arguments
/// ```
enum BashCompletion {
    /// The script.
    static var script: String {
        var lines = [
            "# bash completion for bezoar, made by `bezoar generate bash`.",
            "_bezoar() {",
            "    local cur prev word command= ended= i",
            "    COMPREPLY=()",
            "    cur=${COMP_WORDS[COMP_CWORD]}",
            "    prev=${COMP_WORDS[COMP_CWORD-1]}",
            "    # bash takes --flag=value as three words.",
            "    if [[ $cur == = ]]; then",
            "        cur=",
            "    elif [[ $prev == = ]] && ((COMP_CWORD > 1)); then",
            "        prev=${COMP_WORDS[COMP_CWORD-2]}",
            "    fi",
            "    for ((i = 1; i < COMP_CWORD; i++)); do",
            "        word=${COMP_WORDS[i]}",
            "        [[ $word == -- ]] && ended=1",
            "        case \"$command:$word\" in",
        ]
        for command in CommandList.all + CommandList.all.flatMap(\.subcommands) {
            let parent = command.path.dropLast().joined(separator: " ")
            lines.append("        '\(parent):\(command.name)') command='\(command.words)' ;;")
        }
        lines += ["        esac", "    done", "    if [[ -z $ended ]]; then", "        case \"$command:$prev\" in"]
        lines += values
        lines += ["        esac", "        if [[ $cur == -* ]]; then", "            case $command in"]
        lines += flags
        lines += ["            esac", "            return", "        fi", "    fi", "    case $command in"]
        lines += words
        lines += [
            "    esac",
            "}",
            "",
            "_bezoar_words() {",
            "    mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$2\")",
            "}",
            "",
            "_bezoar_paths() {",
            "    # Quote odd names and end directories with a slash.",
            "    compopt -o filenames 2>/dev/null",
            "    mapfile -t COMPREPLY < <(compgen \"$1\" -- \"$2\")",
            "}",
            "",
            "complete -F _bezoar bezoar",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func action(_ completion: Completion) -> String {
        switch completion {
        case .none: ":"
        case .file: "_bezoar_paths -f \"$cur\""
        case .directory: "_bezoar_paths -d \"$cur\""
        case .words(let words): "_bezoar_words '\(words.joined(separator: " "))' \"$cur\""
        }
    }

    /// Patterns for all flags with a value, those of one action together.
    private static var values: [String] {
        var actions: [(action: String, patterns: [String])] = []
        for command in CommandList.leaves {
            for flag in command.orderedFlags where !flag.grammar.isToggle {
                let spellings = [flag.spelling] + (flag.short.map { ["-\($0)"] } ?? [])
                let patterns = spellings.map { "'\(command.words):\($0)'" }
                let action = action(flag.grammar.completion)
                if let index = actions.firstIndex(where: { $0.action == action }) {
                    actions[index].patterns += patterns
                } else {
                    actions.append((action, patterns))
                }
            }
        }
        return actions.map { entry in
            "        " + entry.patterns.joined(separator: " | \\\n            ")
                + ") \(entry.action); return ;;"
        }
    }

    private static var flags: [String] {
        var lines = ["            '') _bezoar_words '\(spellings(FlagList.standard))' \"$cur\" ;;"]
        for command in CommandList.all + CommandList.all.flatMap(\.subcommands) {
            let words = spellings(command.orderedFlags)
            lines.append("            '\(command.words)') _bezoar_words '\(words)' \"$cur\" ;;")
        }
        return lines
    }

    private static func spellings(_ flags: [any Flag]) -> String {
        flags.flatMap { flag in (flag.short.map { ["-\($0)"] } ?? []) + [flag.spelling] }.joined(separator: " ")
    }

    private static var words: [String] {
        var lines = ["    '') \(action(.words(CommandList.all.map(\.name)))) ;;"]
        for command in CommandList.all {
            if !command.subcommands.isEmpty {
                lines.append("    '\(command.words)') \(action(.words(command.subcommands.map(\.name)))) ;;")
            }
            for leaf in command.subcommands.isEmpty ? [command] : command.subcommands {
                guard let place = leaf.positionals.first, place.completion != .none else { continue }
                lines.append("    '\(leaf.words)') \(action(place.completion)) ;;")
            }
        }
        return lines
    }
}
