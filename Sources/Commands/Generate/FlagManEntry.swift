/// A flag on a man page.
struct FlagManEntry {
    private let flag: any Flag
    private let takers: [String]

    /// On the page of a group, `takers` names the commands that take the flag.
    init(_ flag: any Flag, takers: [String] = []) {
        self.flag = flag
        self.takers = takers
    }

    /// The lines of the entry.
    var lines: [String] {
        let short = flag.short.map { "\(Troff.bold("-\($0)")), " } ?? ""
        let value = flag.valueName.isEmpty ? "" : " \\fI\(Troff.literal(flag.valueName))\\fR"
        var body = Troff.blocks(flag.details, request: ".IP")
        let facts = FlagHelp(flag).facts
        if !facts.isEmpty { body += [".IP", Troff.prose(facts)] }
        if !takers.isEmpty {
            body += [".IP", Troff.prose("Taken by: " + takers.map { "`\($0)`" }.joined(separator: ", ") + ".")]
        }
        return ManPage.entry(short + Troff.bold(flag.spelling) + value, body)
    }
}
