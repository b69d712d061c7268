/// `--host-name NAME`: what this host is called in reports.
struct HostNameFlag: Flag {
    let name = "host-name"
    let valueName = "NAME"
    let category = FlagCategory.output
    let summary = "What this host is called in reports"
    let details = """
        What this host is called in reports and baselines, where the kernel's name for it is another one: in a \
        container it is that of the container, which `bezoar merge` would take for a host of its own.
        """
    var key: String? { "audit.host-name" }
    let withoutValue = "the kernel's name for it"
    let grammar = OptionalGrammar(NameGrammar(longest: 253))
    var place: WritableKeyPath<Settings, Sourced<String?>> { \.hostName }
}
