import Inventory

/// `--host-root DIR`: where the host's root directory is mounted.
struct HostRootFlag: Flag {
    let name = "host-root"
    let valueName = "DIR"
    let category = FlagCategory.input
    let summary = "Look for state below this directory instead of /"
    let details = """
        Where the host's root directory is mounted, for a container that looks at its host. The usual places are \
        looked for below it, and so are the paths that processes and mount tables name. Paths in the output are those \
        of this container.
        """
    var key: String? { "audit.host-root" }
    var defaultText: String? { "/" }
    let withoutValue = "/"
    let grammar = PathGrammar(isDirectory: true)
    var place: WritableKeyPath<Settings, Sourced<ByteString?>> { \.hostRoot }
}
