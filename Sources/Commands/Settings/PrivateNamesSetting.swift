import Inventory

/// `packages.private-names`: what only the house's own registries may give.
struct PrivateNamesSetting: Setting {
    let summary = "Names of packages that are the house's own"
    let details = """
        Patterns for names of packages that only the house's own registries may give, such as `acme-*`, `@acme/*` or \
        `com.acme:*`; `*` stands for any characters and `?` for one. A package with such a name that came from a host \
        which none of `packages.private-hosts` matches is the finding `private-name-public-source`.
        """
    var key: String? { "packages.private-names" }
    let withoutValue = "only what lockfiles tell"
    let grammar = NamePatternsGrammar()
    var place: WritableKeyPath<Settings, Sourced<[ByteString]>> { \.privateNames }
}
