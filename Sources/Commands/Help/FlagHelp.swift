/// How help shows one flag.
struct FlagHelp {
    private let flag: any Flag

    /// For any flag.
    init(_ flag: any Flag) {
        self.flag = flag
    }

    /// `-j, --jobs N`, aligned whether or not there is a short form.
    var head: String {
        (flag.short.map { "-\($0), " } ?? "    ") + flag.signature
    }

    /// The sentence of the short help, with the default.
    var line: String {
        flag.summary + (flag.defaultText.map { " (default `\($0)`)" } ?? "")
    }

    /// The part of the long help.
    var paragraphs: [String] {
        var lines = ["  " + head] + Prose.lines(flag.details, indent: 10)
        if !facts.isEmpty { lines += [""] + Prose.wrap(facts, indent: 10) }
        return lines
    }

    /// Default, variable and key, as one paragraph.
    var facts: String {
        var facts: [String] = []
        if let text = flag.defaultText { facts.append("Default: `\(text)`.") }
        if let variable = flag.variable { facts.append("Variable: `\(variable)`.") }
        if let key = flag.key { facts.append("Configuration: `\(key)`.") }
        return facts.joined(separator: " ")
    }
}
