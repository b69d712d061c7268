import Inventory

/// `--tree DIR`: any directory, audited as one cache.
struct TreeFlag: Flag {
    let name = "tree"
    let valueName = "DIR"
    let category = FlagCategory.input
    private let use: Use

    /// What a command does with the directories.
    enum Use {
        case audited, accepted, exported, purged
    }

    /// By default they are audited.
    init(_ use: Use = .audited) {
        self.use = use
    }

    var summary: String {
        switch use {
        case .audited: "Treat this directory as one cache; may be repeated"
        case .accepted: "Accept only the cache in this directory; may be repeated"
        case .purged: "Treat this directory as one cache that may be purged; may be repeated"
        case .exported: "Export only the cache in this directory; may be repeated"
        }
    }

    var details: String {
        switch use {
        case .audited: Self.auditing
        case .accepted: Self.choosing("Accept")
        case .purged: Self.purging
        case .exported: Self.choosing("Export")
        }
    }

    private static func choosing(_ verb: String) -> String {
        """
        \(verb) only the cache that the last audit found in this directory. May be given several times; without it, \
        all caches of the manifest. Directories that the configuration names for audits do not count here.

        The variable takes several directories divided by colons.
        """
    }

    private static let auditing = """
        Treat this directory as one cache: a runner's `~/.npm`, a directory copied from elsewhere. May be given \
        several times. Below it no symbolic link is followed and no other file system is entered.

        The variable takes several directories divided by colons. The configuration key is an array of absolute \
        paths.
        """

    private static let purging = """
        Treat this directory as one cache that may be purged: its content goes, the directory stays. May be given \
        several times. Where no other flag chooses, naming it is enough.

        Only directories that are named on the command line count: those of the variable and of the configuration \
        are there for audits.
        """
    let withoutValue = "none"
    var key: String? { "audit.trees" }
    let grammar = PathListGrammar()
    var place: WritableKeyPath<Settings, Sourced<[ByteString]>> { \.trees }
}
