/// Text of help: paragraphs divided by blank lines. A paragraph whose first line is indented stays as it is.
enum Prose {
    /// A part of a text.
    enum Block: Equatable {
        case paragraph(String)
        case verbatim([String])
    }

    /// Columns of a help page.
    static let width = 80

    /// Divides a text into its blocks.
    static func blocks(_ text: String) -> [Block] {
        var blocks: [Block] = []
        var lines: [String] = []
        func close() {
            guard let first = lines.first else { return }
            blocks.append(first.hasPrefix(" ") ? .verbatim(lines) : .paragraph(lines.joined(separator: " ")))
            lines = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty { close() } else { lines.append(String(line)) }
        }
        close()
        return blocks
    }

    /// Breaks a paragraph into lines of at most `width` columns, indent included. A longer word stands alone.
    static func wrap(_ text: String, indent: Int = 0, width: Int = Prose.width) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indent + line.count + 1 + word.count > width {
                lines.append(margin + line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        if !line.isEmpty { lines.append(margin + line) }
        return lines
    }

    /// A whole text, with blank lines between its blocks.
    static func lines(_ text: String, indent: Int = 0) -> [String] {
        var result: [String] = []
        for block in blocks(text) {
            if !result.isEmpty { result.append("") }
            switch block {
            case .paragraph(let paragraph): result += wrap(paragraph, indent: indent)
            case .verbatim(let lines): result += lines.map { String(repeating: " ", count: indent) + $0 }
            }
        }
        return result
    }

    /// Rows of a name and a sentence: the names aligned, the sentences wrapped beside them. Where a name is too
    /// long, its sentence starts on the next line.
    static func rows(_ rows: [(name: String, text: String)], indent: Int = 2, column: Int) -> [String] {
        var result: [String] = []
        for row in rows {
            let head = String(repeating: " ", count: indent) + row.name
            var text = wrap(row.text, indent: column)
            if head.count + 2 <= column, let first = text.first {
                text[0] = head + first.dropFirst(head.count)
            } else {
                text.insert(head, at: 0)
            }
            result += text
        }
        return result
    }
}
