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
}
