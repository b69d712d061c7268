import Inventory

/// `--state DIR`: a state root that is named instead of found.
struct StateFlag: Flag {
    let name = "state"
    let valueName = "DIR"
    let category = FlagCategory.input
    let summary = "Read the mount caches of this BuildKit or Docker state; may be repeated"
    let details = """
        Read the state of a BuildKit or Docker daemon in this directory, such as `/var/lib/buildkit`, \
        `/var/lib/docker`, a buildx volume or a copy of one, and take each of its mount caches. May be given several \
        times. Nothing else is looked for then, unless `--discover` asks for it.

        The variable takes several directories divided by colons. The configuration key is an array of absolute \
        paths.
        """
    var key: String? { "audit.states" }
    let withoutValue = "none named"
    let grammar = PathListGrammar()
    var place: WritableKeyPath<Settings, Sourced<[ByteString]>> { \.states }
}
