/// `bezoar baseline`: the manifest as a baseline.
struct BaselineCommand: CommandGroup {
    let path = ["baseline"]
    let summary = "Accept the state of caches, compare with it, export and import it"
    let details = """
        A baseline is the state of caches that somebody has accepted: every path with its digest. It lies in the \
        manifest. Later states are compared with it; a signed export carries it to other hosts.
        """
    let subcommands: [any Command] = [
        BaselineAcceptCommand(), BaselineDiffCommand(), BaselineExportCommand(), BaselineImportCommand(),
    ]
}
