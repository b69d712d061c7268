/// Words for the man macros of troff.
///
/// ```
///  use `--full`    ->  use \fB\-\-full\fR
///  .hidden         ->  \&.hidden          a dot or a quote at the start of a line would be a request
/// ```
enum Troff {
    /// A paragraph of help as one line of troff: literal parts in bold.
    static func prose(_ text: String) -> String {
        var result = ""
        var isLiteral = false
        for character in text {
            if character == "`" {
                isLiteral.toggle()
                result += isLiteral ? "\\fB" : "\\fR"
            } else {
                result += escaped(character, isLiteral: isLiteral)
            }
        }
        return atLineStart(result)
    }

    /// A literal text in bold, for instance a flag.
    static func bold(_ text: String) -> String {
        "\\fB" + text.map { escaped($0, isLiteral: true) }.joined() + "\\fR"
    }

    /// A literal text in the current font.
    static func literal(_ text: String) -> String {
        atLineStart(text.map { escaped($0, isLiteral: true) }.joined())
    }

    /// The blocks of a help text, each with the request before it that divides it from the last one.
    static func blocks(_ text: String, request: String = ".PP") -> [String] {
        var lines: [String] = []
        for (index, block) in Prose.blocks(text).enumerated() {
            if index > 0 { lines.append(request) }
            switch block {
            case .paragraph(let paragraph): lines.append(prose(paragraph))
            case .verbatim(let verbatim): lines += [".nf"] + verbatim.map(literal) + [".fi"]
            }
        }
        return lines
    }

    private static func atLineStart(_ line: String) -> String {
        line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
    }

    /// In literal text a dash must stay a dash that can be copied into a shell; so must quotes and tildes.
    private static func escaped(_ character: Character, isLiteral: Bool) -> String {
        switch character {
        case "\\": "\\e"
        case "`": "\\(ga"
        case "-" where isLiteral: "\\-"
        case "'" where isLiteral: "\\(aq"
        case "~": "\\(ti"
        case "^": "\\(ha"
        default: String(character)
        }
    }
}
