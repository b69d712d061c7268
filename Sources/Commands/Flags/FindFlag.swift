import Inventory

/// `--find WHAT`: what reports are searched for.
struct FindFlag: Flag {
    let name = "find"
    let valueName = "WHAT"
    let category = FlagCategory.hunt
    let summary = "Look for a package, a digest or a file name; may be repeated"
    let details = """
        Look for a package (`pkg:npm/axios@1.14.1`, or with a range, `pkg:pypi/idna@>=3.6,<3.8`), a content \
        (`sha256:0123...`) or the name of a file (`*.pth`), in the words of `bezoar hunt`. May be given several times.
        """
    let variable: String? = nil
    let grammar = TextListGrammar(longest: 4_096)
    var place: WritableKeyPath<Settings, Sourced<[ByteString]>> { \.finds }
}
