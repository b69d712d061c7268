/// A flag on a man page.
struct FlagManEntry {
    private let flag: any Flag

    /// For any flag.
    init(_ flag: any Flag) {
        self.flag = flag
    }

    /// The lines of the entry.
    var lines: [String] {
        let short = flag.short.map { "\(Troff.bold("-\($0)")), " } ?? ""
        let value = flag.valueName.isEmpty ? "" : " \\fI\(Troff.literal(flag.valueName))\\fR"
        var body = Troff.blocks(flag.details, request: ".IP")
        let facts = FlagHelp(flag).facts
        if !facts.isEmpty { body += [".IP", Troff.prose(facts)] }
        return ManPage.entry(short + Troff.bold(flag.spelling) + value, body)
    }
}
