import Inventory

/// `bezoar baseline accept`.
struct BaselineAcceptCommand: Command {
    let path = ["baseline", "accept"]
    let summary = "Accept the state of the last audit as the baseline"
    let details = """
        Accepts what the last audit saw as the baseline. With `--tree` only these caches are accepted, otherwise \
        all caches of the manifest. What was accepted before is replaced. Accepting all caches also begins a new \
        hash chain, which ends the finding `manifest-edited`. Each cache is taken as its own last audit saw it, and \
        that one must have seen all of it.

        Look at the report of that audit first: what is accepted is not reported as changed any more.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured + [
            DatabaseFlag(.kept), TreeFlag(.accepted), AllowIncompleteFlag(),
        ]
    }
    let examples = [
        Example("Accept the state of one cache.", "bezoar baseline accept --tree /srv/cache/npm")
    ]
    let exits = ExitMeaning.plain

    func job(_ words: [ByteString]) throws(UsageError) -> Job { .baselineAccept }
}
