import Inventory

/// `--hosts FILE`: who should have sent a report.
struct HostsFlag: Flag {
    let name = "hosts"
    let valueName = "FILE"
    let category = FlagCategory.input
    let summary = "A list of hosts that should have sent a report"
    let details = """
        A file with the name of a host in each line, as reports have them; `#` begins a comment. Those that sent no \
        report are named.
        """
    let variable: String? = nil
    let grammar = PathGrammar(isDirectory: false)
    var place: WritableKeyPath<Settings, Sourced<ByteString?>> { \.hostList }
}
