package import Inventory

/// One command of the program. Parser, help, man pages and completions take all they know from here.
package protocol Command: Sendable {
    /// The words that name it, after `bezoar`: `["baseline", "accept"]`.
    var path: [String] { get }
    /// One line for lists, without a full stop.
    var summary: String { get }
    /// Paragraphs for the long help, divided by blank lines; a paragraph that is indented stays as it is.
    var details: String { get }
    /// Its flags; in help they are put in order.
    var flags: [any Flag] { get }
    /// Names of flags it cannot do without.
    var requiredFlags: [String] { get }
    var positionals: [Positional] { get }
    var examples: [Example] { get }
    /// The exit codes it can end with, and what they mean here.
    var exits: [ExitMeaning] { get }
    /// Commands below it. A command that has some does nothing itself.
    var subcommands: [any Command] { get }

    /// Turns checked positional arguments into the job. The count of words fits `positionals`.
    func job(_ words: [ByteString]) throws(UsageError) -> Job
}

extension Command {
    package var requiredFlags: [String] { [] }
    package var positionals: [Positional] { [] }
    package var examples: [Example] { [] }
    package var subcommands: [any Command] { [] }

    /// The last word of its name.
    package var name: String { path.last ?? "" }
    /// Its words: `baseline accept`.
    package var words: String { path.joined(separator: " ") }

    /// Its flags in the order of the list of flags.
    package var orderedFlags: [any Flag] { FlagList.ordered(flags) }

    /// Whether it reads the configuration file.
    var readsConfiguration: Bool { flags.contains { $0 is ConfigurationFlag } }

    /// What stands after `Usage:`.
    package var usage: String {
        var parts = ["bezoar"] + path
        if !subcommands.isEmpty { return (parts + ["COMMAND", "[FLAGS]"]).joined(separator: " ") }
        parts += orderedFlags.filter { requiredFlags.contains($0.name) }.map(\.signature)
        parts.append("[FLAGS]")
        parts += positionals.map(\.signature)
        return parts.joined(separator: " ")
    }
}
