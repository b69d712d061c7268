/// `bezoar generate`: what packaging installs.
struct GenerateCommand: CommandGroup {
    let path = ["generate"]
    let summary = "Print man pages and shell completions, for packaging"
    let details = """
        Prints what a package installs beside the program. All of it is made from the same lists as the program's \
        own help.
        """
    let subcommands: [any Command] =
        [GenerateManCommand()] + Shell.allCases.map { GenerateCompletionCommand(shell: $0) }
}
