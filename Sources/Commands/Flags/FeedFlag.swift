/// `--feed NAME`: what imported advisories are called.
struct FeedFlag: Flag {
    let name = "feed"
    let valueName = "NAME"
    let category = FlagCategory.hunt
    let summary = "Name of the feed"
    let details = """
        Name of the feed: up to 64 letters, digits, dots, dashes and underscores. Without it, that is the name of \
        the file or folder, and for a file called `all.zip` also that of the folder it lies in.
        """
    let variable: String? = nil
    let withoutValue = "the name of the file"
    let grammar = OptionalGrammar(NameGrammar())
    var place: WritableKeyPath<Settings, Sourced<String?>> { \.feed }
}
