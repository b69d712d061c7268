/// Prose in lines: wrapped at the width of the style, each line indented.
enum Paragraph {
    /// Narrower than this nothing is wrapped any more.
    static let leastWidth = 30

    /// The lines of an escaped text, each with a line break; `label` stands before the first one. Nothing at all where
    /// the text is empty.
    static func lines(
        _ text: String, _ style: TextStyle, indent: Int = 0, label: String = "", ink: TextStyle.Ink = .faint
    ) -> String {
        guard !text.isEmpty else { return "" }
        let margin = String(repeating: " ", count: indent)
        let hanging = margin + String(repeating: " ", count: DisplayWidth.of(label))
        let room = max(leastWidth, (style.width ?? .max) - DisplayWidth.of(hanging))
        var result = margin + style.paint(label, ink)
        var used = 0
        for word in text.split(separator: " ") {
            let width = DisplayWidth.of(String(word))
            if used > 0, used + 1 + width > room {
                result += "\n" + hanging
                used = 0
            } else if used > 0 {
                result += " "
                used += 1
            }
            result += word
            used += width
        }
        return result + "\n"
    }

    /// A line that may hold colours, wrapped between words where the style has a width; what hangs over is indented.
    /// Spaces within a line stay as they are.
    static func wrapped(_ line: String, _ style: TextStyle, indent: Int) -> String {
        guard let width = style.width, indent + shownWidth(line[...]) > width else { return line }
        let room = max(leastWidth, width - indent)
        var result = ""
        var used = 0
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            let own = shownWidth(word)
            if used > 0, used + 1 + own > room {
                while result.utf8.last == UInt8(ascii: " ") { result.removeLast() }
                result += "\n" + String(repeating: " ", count: indent)
                used = 0
            } else if used > 0 {
                result += " "
                used += 1
            }
            result += word
            used += own
        }
        return result
    }

    /// Columns of a text without the codes of its colours: from an escape to the letter m.
    private static func shownWidth(_ text: Substring) -> Int {
        guard text.utf8.contains(0x1B) else { return DisplayWidth.of(String(text)) }
        var plain = ""
        var isCode = false
        for scalar in text.unicodeScalars {
            if scalar == "\u{1b}" {
                isCode = true
            } else if !isCode {
                plain.unicodeScalars.append(scalar)
            } else if scalar == "m" {
                isCode = false
            }
        }
        return DisplayWidth.of(plain)
    }
}
