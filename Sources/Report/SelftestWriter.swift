package import Inventory

/// `selftest` as text.
///
/// ```
///  PASSED: 17 cases caught, 2 clean caches left alone, 1 case skipped
///
///  CASE           WHAT WAS DONE                         EXPECTED        RESULT
///  clean cache    nothing                               no finding      clean
///  escaping link  a link that climbs out of the cache   symlink-escape  caught
///  device         a device node                         special-file    skipped
///
///  Skipped
///    device: needs root (CAP_MKNOD)
/// ```
package struct SelftestWriter {
    private let style: TextStyle

    /// Quiet, it writes only what was missed; verbose, also what the audit said of each case.
    package init(style: TextStyle = TextStyle()) {
        self.style = style
    }

    /// Writes the whole report.
    package func write(_ report: SelftestReport, to output: Output) {
        let isQuiet = style.detail == .quiet
        if !isQuiet || !report.isPassed { output.write(headline(of: report)) }
        if !isQuiet { output.write("\n" + table(of: report).render(style)) }
        writeDetails(report, .missed, "Missed", to: output)
        writeDetails(report, .failed, "Could not be run", to: output)
        if !isQuiet { writeDetails(report, .skipped, "Skipped", to: output) }
        output.flush()
    }

    /// The verdict in one line.
    private func headline(of report: SelftestReport) -> String {
        var parts: [String] = []
        let missed = report.count(.missed)
        let failed = report.count(.failed)
        if missed > 0 { parts.append(Human.counted(missed, "case was", "cases were") + " missed") }
        if failed > 0 { parts.append(Human.counted(failed, "case", "cases") + " could not be run") }
        parts.append(Human.counted(report.count(.caught), "case", "cases") + " caught")
        let clean = report.count(.clean)
        if clean > 0 { parts.append(Human.counted(clean, "clean cache", "clean caches") + " left alone") }
        let skipped = report.count(.skipped)
        if skipped > 0 { parts.append(Human.count(skipped) + " skipped") }
        let text = parts.joined(separator: ", ")
        return style.paint(report.isPassed ? "PASSED: " + text : "FAILED: " + text, report.isPassed ? .good : .high)
            + "\n"
    }

    private func table(of report: SelftestReport) -> Table {
        let isVerbose = style.detail == .verbose
        var columns = [
            Table.Column("CASE"), Table.Column("WHAT WAS DONE", canShrink: true), Table.Column("EXPECTED"),
            Table.Column("RESULT"),
        ]
        if isVerbose { columns.append(Table.Column("THE AUDIT SAID", canShrink: true)) }
        var table = Table(columns)
        for row in report.rows {
            let (word, ink) = Self.word(for: row.result)
            var cells = [
                Table.Cell(Escape.prose(row.name)), Table.Cell(Escape.prose(row.deed)),
                Table.Cell(Escape.prose(row.expected)), Table.Cell(word, ink),
            ]
            if isVerbose { cells.append(Table.Cell(Self.isTold(row.result) ? "" : Escape.prose(row.detail))) }
            table.add(cells)
        }
        return table
    }

    /// Whether the detail stands below the table.
    private static func isTold(_ result: SelftestReport.Result) -> Bool { result != .caught && result != .clean }

    private static func word(for result: SelftestReport.Result) -> (String, TextStyle.Ink) {
        switch result {
        case .caught: ("caught", .good)
        case .clean: ("clean", .good)
        case .missed: ("MISSED", .high)
        case .skipped: ("skipped", .faint)
        case .failed: ("FAILED", .high)
        }
    }

    /// The cases of one result with their details, under a heading.
    private func writeDetails(
        _ report: SelftestReport, _ result: SelftestReport.Result, _ title: String, to output: Output
    ) {
        let rows = report.rows.filter { $0.result == result }
        guard !rows.isEmpty else { return }
        output.write("\n" + style.paint(title, .heading) + "\n")
        for row in rows {
            let expected = result == .missed ? "expected \(row.expected), the audit said: " : ""
            let text = Escape.prose(expected + row.detail)
            output.write(Paragraph.lines(text, style, indent: 2, label: Escape.prose(row.name) + ": "))
        }
    }
}
