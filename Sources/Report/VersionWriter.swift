package import Inventory

/// `version`: text, or `bezoar.version/1`.
package struct VersionWriter {
    /// Name and version of the JSON format.
    package static let schema = "bezoar.version/1"

    private let style: TextStyle

    /// The parts the program was built of are shown where the style is verbose.
    package init(style: TextStyle = TextStyle()) {
        self.style = style
    }

    /// Writes the version.
    package func write(_ report: VersionReport, as format: DocumentFormat, to output: Output) {
        switch format {
        case .text:
            output.write("bezoar " + Escape.text(report.version) + "\n")
            guard style.detail == .verbose else { break }
            var table = Table([Table.Column(""), Table.Column("")])
            for part in report.parts {
                table.add([Table.Cell(Escape.prose(part.name)), Table.Cell(Escape.prose(part.version))])
            }
            output.write(table.render(style, indent: 2))
        case .json:
            var json = JSONWriter(to: output)
            json.object { json in
                json.member("schema", Self.schema)
                json.tool(version: report.version)
                json.object("parts") { json in
                    for part in report.parts { json.member(part.name, part.version) }
                }
            }
            json.finish()
        }
        output.flush()
    }
}
