import Inventory

/// `bezoar generate man`.
struct GenerateManCommand: Command {
    let path = ["generate", "man"]
    let summary = "Print a man page, or the names of all man pages"
    let details = "Prints one man page; without a name it prints the names of all man pages, one per line."
    var flags: [any Flag] { FlagList.standard }
    let positionals = [Positional("PAGE", summary: "The page: `bezoar.1`, `bezoar.toml.5`", isRequired: false)]
    let examples = [
        Example(
            "Write all man pages into a directory.",
            "for page in $(bezoar generate man); do bezoar generate man $page > man/$page; done")
    ]
    let exits = [ExitMeaning(.clean, "Done."), ExitMeaning(.usage)]

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        guard let word = words.first else {
            return .text(ManPageList.all.map { $0.fileName + "\n" }.joined())
        }
        let name = Quotation.text(word.bytes)
        guard let page = ManPageList.all.first(where: { $0.fileName == name }) else {
            let nearest = Suggestion.nearest(to: name, among: ManPageList.all.map(\.fileName))
            throw UsageError("there is no man page `\(name)`", nearest: nearest, help: self.words)
        }
        return .text(page.text)
    }
}
