import Inventory

/// `bezoar generate bash` and its like: one for each shell.
struct GenerateCompletionCommand: Command {
    let shell: Shell

    var path: [String] { ["generate", shell.rawValue] }
    var summary: String { "Print the completion script for \(shell.rawValue)" }
    var details: String { "Prints the completion script for \(shell.rawValue). \(shell.installation)" }
    var flags: [any Flag] { FlagList.standard }
    var examples: [Example] { [Example("Use completion in this shell.", shell.trial)] }
    let exits = [ExitMeaning(.clean, "Done."), ExitMeaning(.usage)]

    func job(_ words: [ByteString]) throws(UsageError) -> Job { .text(shell.script) }
}
