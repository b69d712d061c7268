import Inventory

/// `--tree DIR`: any directory, audited as one cache.
struct TreeFlag: Flag {
    let name = "tree"
    let valueName = "DIR"
    let category = FlagCategory.input
    let summary = "Treat this directory as one cache; may be repeated"
    let details = """
        Treat this directory as one cache: a runner's `~/.npm`, a directory copied from elsewhere. May be given \
        several times. Below it no symbolic link is followed and no other file system is entered.

        The variable takes several directories divided by colons. The configuration key is an array of absolute \
        paths.
        """
    var key: String? { "audit.trees" }
    let grammar = PathListGrammar()
    var place: WritableKeyPath<Settings, Sourced<[ByteString]>> { \.trees }
}
