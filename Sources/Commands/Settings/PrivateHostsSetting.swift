import Inventory

/// `packages.private-hosts`: registries that may give what is the house's own.
struct PrivateHostsSetting: Setting {
    let summary = "Hosts of the house's own registries"
    let details = """
        Patterns for the hosts of the house's own registries and mirrors, such as `*.acme.example`. See \
        `packages.private-names`.
        """
    var key: String? { "packages.private-hosts" }
    let withoutValue = "none"
    let grammar = NamePatternsGrammar()
    var place: WritableKeyPath<Settings, Sourced<[ByteString]>> { \.privateHosts }
}
