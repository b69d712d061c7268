/// One man page.
package struct ManPage: Sendable {
    /// `bezoar-audit.1`.
    package let fileName: String
    /// Source for the man macros.
    package let text: String

    /// Puts the head before the body, which is lines of troff.
    init(name: String, section: Int, summary: String, body: [String]) {
        fileName = "\(name).\(section)"
        let kind = section == 1 ? "User Commands" : "File Formats"
        // No date: a page that is built twice must come out the same.
        let head = [
            ".\\\" Made by bezoar generate man; change the program's own help instead.",
            ".TH \(name.uppercased()) \(section) \"\" \"\(Version.line)\" \"\(kind)\"",
            // Neither hyphenated nor stretched: literals are copied into shells.
            ".nh", ".ad l",
            ".SH NAME",
            "\(Troff.literal(name)) \\- \(Troff.prose(summary.prefix(1).lowercased() + summary.dropFirst()))",
        ]
        text = (head + body).joined(separator: "\n") + "\n"
    }

    /// An entry of a list: what stands out, and its paragraphs.
    static func entry(_ head: String, _ body: [String]) -> [String] { [".TP", head] + body }

    /// `SEE ALSO` of the overview and the configuration: the pages of the first words, but the one itself.
    static func seeAlso(except fileName: String) -> [String] {
        seeAlso(ManPageList.names.filter { $0 != fileName })
    }

    /// `SEE ALSO` with pages by their file names.
    static func seeAlso(_ names: [String]) -> [String] {
        let others = names.map { name in
            let dot = name.lastIndex(of: ".") ?? name.endIndex
            return "\(Troff.bold(String(name[..<dot])))(\(name[dot...].dropFirst()))"
        }
        return [".SH \"SEE ALSO\"", others.joined(separator: ",\n")]
    }
}
