/// Columns that line up, whatever letters stand in them.
///
/// ```
///  ID                     FILES      SIZE  COMPLETE
///  //root/.cache/pip        123  12.3 MiB  yes
///  //root/.npm           10,412   1.2 GiB  no
/// ```
///
/// Cells are escaped text. Nothing is cut unless the style has a width; then the columns that may shrink lose
/// their middle.
package struct Table {
    /// A heading and how the cells below it stand.
    package struct Column {
        var title: String
        var isRight: Bool
        var canShrink: Bool

        /// A column of text, or of numbers, which stand to the right.
        package init(_ title: String, isRight: Bool = false, canShrink: Bool = false) {
            self.title = title
            self.isRight = isRight
            self.canShrink = canShrink
        }
    }

    /// A text and its colour.
    package struct Cell {
        var text: String
        var ink: TextStyle.Ink

        package init(_ text: String, _ ink: TextStyle.Ink = .plain) {
            self.text = text
            self.ink = ink
        }
    }

    /// Columns between two columns, and the least that a column shrinks to.
    static let gap = 2
    static let leastWidth = 12
    /// Without a width, longer cells stand out of their column: one long name must not blow up the rows of all others.
    static let mostPadding = 72

    private let columns: [Column]
    private var rows: [[Cell]] = []

    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row. Missing cells stay empty, cells too many are left out.
    package mutating func add(_ cells: [Cell]) {
        rows.append(cells)
    }

    /// The lines, each with a line break, after `indent` spaces. Headings only where a column has a title.
    package func render(_ style: TextStyle, indent: Int = 0) -> String {
        let widths = widths(style, indent: indent)
        var result = ""
        if columns.contains(where: { !$0.title.isEmpty }) {
            result += line(columns.map { Cell($0.title, .heading) }, widths, style, indent)
        }
        for row in rows { result += line(row, widths, style, indent) }
        return result
    }

    /// The width of each column: its widest cell, less what must go where a width is given.
    private func widths(_ style: TextStyle, indent: Int) -> [Int] {
        var widths = columns.map { DisplayWidth.of($0.title) }
        for row in rows {
            for (index, cell) in row.prefix(columns.count).enumerated() {
                let width = DisplayWidth.of(cell.text)
                let isFree = style.width == nil && columns[index].canShrink
                widths[index] = max(widths[index], isFree ? min(width, Self.mostPadding) : width)
            }
        }
        guard let width = style.width else { return widths }
        var excess = widths.reduce(indent + Self.gap * max(0, columns.count - 1), +) - width
        // The widest goes down to the next widest, again and again, so that short columns keep all they have.
        while excess > 0 {
            let shrinkable = columns.indices.filter { columns[$0].canShrink && widths[$0] > Self.leastWidth }
            guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { break }
            let next = shrinkable.filter { $0 != widest }.map { widths[$0] }.max() ?? Self.leastWidth
            let step = min(excess, max(1, widths[widest] - max(next, Self.leastWidth)))
            widths[widest] -= step
            excess -= step
        }
        return widths
    }

    private func line(_ cells: [Cell], _ widths: [Int], _ style: TextStyle, _ indent: Int) -> String {
        var result = String(repeating: " ", count: indent)
        var owed = 0
        for (index, column) in columns.enumerated() {
            let cell = index < cells.count ? cells[index] : Cell("")
            let text = style.width == nil ? cell.text : DisplayWidth.cutMiddle(cell.text, to: widths[index])
            let padding = max(0, widths[index] - DisplayWidth.of(text))
            // Spaces are written when something follows, so that no line ends in them.
            if column.isRight { owed += padding }
            if !text.isEmpty {
                result += String(repeating: " ", count: owed) + style.paint(text, cell.ink)
                owed = 0
            }
            owed += (column.isRight ? 0 : padding) + Self.gap
        }
        return result + "\n"
    }
}
