import Ecosystems

/// `--package PURL`: packages.
struct PackageFlag: Flag {
    let name = "package"
    let valueName = "PURL"
    let category = FlagCategory.choosing
    let summary = "Purge this package in every cache; may be repeated"
    let details = """
        Purge what belongs to this package, in every cache that is looked at: `pkg:npm/axios@1.14.1`, \
        `pkg:maven/org.slf4j/slf4j-api@2.0.9`, or with a range of versions, `pkg:pypi/idna@>=3.6,<3.8`. Without a \
        version all of them. Only the parts of the package are removed where the kind of cache allows that; else the \
        whole cache is, and the plan says so.
        """
    let variable: String? = nil
    let grammar = PackageListGrammar()
    var place: WritableKeyPath<Settings, Sourced<[PackagePattern]>> { \.packages }
}
