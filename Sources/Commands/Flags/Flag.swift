/// One flag of the command line. Help, man pages, completions and the parser take all they know from here.
///
/// A command names the flags it takes; what stands here is true for all commands.
///
/// A new flag: a type in a file of its own, a line in `FlagList.all`, its name in the commands that take it, a
/// stored value in `Settings`, and, where it has a key, a line in `agent/bezoar.toml`. Tests say what is missing.
package protocol Flag: Setting {
    /// Long name without dashes.
    var name: String { get }
    /// The letter of the short form, where there is one.
    var short: Character? { get }
    /// What stands for the value in help: `DIR`. Empty for a flag without a value.
    var valueName: String { get }
    var category: FlagCategory { get }
    /// The environment variable that does the same; `nil` where there is none.
    var variable: String? { get }
    /// Names of flags that contradict this one.
    var excludes: [String] { get }
}

extension Flag {
    package var short: Character? { nil }
    package var valueName: String { "" }
    package var variable: String? { "BEZOAR_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined() }
    package var excludes: [String] { [] }

    /// The long form as it is typed: `--tree`.
    package var spelling: String { "--" + name }

    /// The long form with its value: `--tree DIR`.
    package var signature: String { valueName.isEmpty ? spelling : "\(spelling) \(valueName)" }

    /// The default as typed on the command line; `nil` where there is none worth naming.
    package var defaultText: String? {
        guard !grammar.isToggle, let text = defaultLiteral?.plain, !text.isEmpty else { return nil }
        return text
    }
}
