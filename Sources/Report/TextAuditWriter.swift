package import Inventory

/// The audit for people: whoever is called at night reads the first line and knows.
///
/// ```
///  FINDINGS: 1 critical; INCOMPLETE: 1 place was not seen      the verdict; never CLEAN unless all was seen
///  bezoar 0.1.0 on host, 2026-11-21 03:04:05 UTC
///
///  Caches                                                       one row each
///  Packages                                                     one row for each cache and ecosystem
///  CRITICAL  silent-change  Content changed while …  (1)        by severity, then rule; remedy once per rule
///    - wheels/a.whl                                             each finding in two lines; in full with --verbose
///      The content changed …; expected: sha256:…
///
///  Not seen: 1 place                                            by reason
///
///  1 cache, 10 files, 2 links (12.3 MiB), 1 folder; …           the sums
/// ```
///
/// No line starts with bytes that somebody else chose.
package struct TextAuditWriter: AuditWriter {
    /// Findings of one rule, elements of one list, and troubles of one reason that are listed unless all is asked for.
    static let listedFindings = 20
    static let listedValues = 3
    static let listedTroubles = 5

    let style: TextStyle
    /// What the caches of the report in hand are called.
    private(set) var names = CacheNames([])

    /// Writes as the style says.
    package init(style: TextStyle) {
        self.style = style
    }

    package func write(_ report: AuditReport, rules: [Rule], to output: Output) {
        var writer = self
        writer.names = CacheNames(report.caches.map(\.cache))
        writer.writeAll(report, rules: rules, to: output)
    }

    private func writeAll(_ report: AuditReport, rules: [Rule], to output: Output) {
        let isQuiet = style.detail == .quiet
        let hasNews = !report.isComplete || report.findingCounts.contains { $0.value > 0 && isNews($0.key, report) }
        if !isQuiet || hasNews { output.write(headline(of: report)) }
        if !isQuiet {
            let started = Timestamp.plain(nanoseconds: report.started)
            let line = "bezoar \(report.version) on \(Escape.text(report.host)), \(started)"
            output.write(style.paint(line, .faint) + "\n")
            writeCaches(report, to: output)
            writeVerdicts(report, to: output)
        }
        writeFindings(report, rules: rules, to: output)
        writeTroubles(report, to: output)
        if !isQuiet { output.write("\n" + sums(of: report)) }
        output.flush()
    }

    /// Whether findings of a severity are written: `--quiet` leaves out those that do not fail the audit.
    func isNews(_ severity: Severity, _ report: AuditReport) -> Bool {
        guard style.detail == .quiet, let failOn = report.failOn else { return true }
        return severity >= failOn
    }

    // MARK: - First and last line

    /// The verdict in one line.
    func headline(of report: AuditReport) -> String {
        var parts: [String] = []
        let counts = report.findingCounts
        let severities = Severity.allCases.reversed().filter { (counts[$0] ?? 0) > 0 }
        if let worst = severities.first {
            let list = severities.map { Human.count(counts[$0] ?? 0) + " " + $0.rawValue }.joined(separator: ", ")
            let level = report.failOn
            let isBelow = level.map { worst < $0 } ?? true
            let note = isBelow ? level.map { " (none reaches \($0.rawValue))" } ?? " (none fails the audit)" : ""
            parts.append(style.paint("FINDINGS: " + list + note, TextStyle.Ink(worst)))
        }
        if !report.isComplete {
            parts.append(style.paint("INCOMPLETE: " + reasonOfIncompleteness(report), .warning))
        }
        if parts.isEmpty {
            if report.caches.isEmpty {
                parts.append(style.paint("NOTHING AUDITED: no cache was found", .warning))
            } else {
                let entries = Self.entries(report.totals)
                let text = "CLEAN: " + Human.counted(report.caches.count, "cache") + ", " + entries + ", all seen"
                parts.append(style.paint(text, .good))
            }
        }
        return parts.joined(separator: "; ") + "\n"
    }

    /// What lies in the folders, each kind apart: `10 files, 2 links, 1 other entry`.
    private static func entries(_ totals: AuditReport.Totals) -> String {
        var parts = [Human.counted(max(0, totals.files - totals.links - totals.others), "file")]
        if totals.links > 0 { parts.append(Human.counted(totals.links, "link")) }
        if totals.others > 0 { parts.append(Human.counted(totals.others, "other entry", "other entries")) }
        return parts.joined(separator: ", ")
    }

    private func reasonOfIncompleteness(_ report: AuditReport) -> String {
        if report.wasCancelled { return "stopped before its end" }
        if report.caches.isEmpty && report.troubleCount > 0 { return "no cache could be opened" }
        if report.troubleCount > 0 {
            return Human.counted(report.troubleCount, "place was", "places were") + " not seen"
        }
        let count = report.caches.count { !$0.isComplete }
        return Human.counted(count, "cache was", "caches were") + " not seen to the end"
    }

    private func sums(of report: AuditReport) -> String {
        let totals = report.totals
        let parts = [
            Human.counted(report.caches.count, "cache") + ", " + Self.entries(totals) + " ("
                + Human.size(totals.bytes) + "), " + Human.counted(totals.directories, "folder"),
            Human.count(totals.hashed) + " read, " + Human.count(totals.reused) + " unchanged",
            Human.counted(report.findingCount, "finding"),
            Human.count(report.troubleCount) + " not seen",
            Human.duration(nanoseconds: report.duration),
        ]
        return parts.joined(separator: "; ") + "\n"
    }

    // MARK: - Caches

    private func writeCaches(_ report: AuditReport, to output: Output) {
        guard !report.caches.isEmpty else { return }
        // Columns for what is seldom there only where it is there.
        let hasLinks = report.totals.links > 0
        let hasOthers = report.totals.others > 0
        var columns = [Table.Column("ID", canShrink: true), Table.Column("FILES", isRight: true)]
        if hasLinks { columns.append(Table.Column("LINKS", isRight: true)) }
        if hasOthers { columns.append(Table.Column("OTHER", isRight: true)) }
        columns += [
            Table.Column("SIZE", isRight: true), Table.Column("READ", isRight: true),
            Table.Column("UNCHANGED", isRight: true), Table.Column("CHANGES"), Table.Column("COMPLETE"),
        ]
        var table = Table(columns)
        for (index, result) in report.caches.enumerated() {
            let files = max(0, result.files - result.links - result.others)
            var cells = [Table.Cell(names[index] ?? ""), Table.Cell(Human.count(files))]
            if hasLinks { cells.append(Table.Cell(Human.count(result.links))) }
            if hasOthers { cells.append(Table.Cell(Human.count(result.others))) }
            cells += [
                Table.Cell(Human.size(result.bytes)), Table.Cell(Human.count(result.hashed)),
                Table.Cell(Human.count(result.reused)),
                Table.Cell(report.scan == nil ? "not recorded" : Self.changes(result.changes)),
                result.isComplete ? Table.Cell("yes", .good) : Table.Cell("NO", .warning),
            ]
            table.add(cells)
        }
        output.write("\n" + style.paint("Caches", .heading) + "\n" + table.render(style, indent: 2))
        writeUnrecognised(report, to: output)
        guard style.detail == .verbose else { return }
        for result in report.caches {
            output.write("  " + style.paint("directory: ", .faint) + Escape.shown(result.cache.path) + "\n")
        }
    }

    /// Names directories in which no package manager keeps a cache: whoever named the wrong one reads CLEAN otherwise.
    private func writeUnrecognised(_ report: AuditReport, to output: Output) {
        let trees = Set(report.roots.filter { $0.kind == .tree }.map(\.path))
        for (index, result) in report.caches.enumerated()
        where result.cache.ecosystems.isEmpty && trees.contains(result.cache.path) && result.isComplete {
            let text = """
                no cache of a package manager was recognised in it, so no package was checked; is it the right \
                directory?
                """
            output.write(Paragraph.lines(text, style, indent: 2, label: (names[index] ?? "it") + ": ", ink: .warning))
        }
    }

    /// Changes in a few letters: `3 added, 1 removed`; `first audit` where there is nothing to compare with.
    static func changes(_ counts: ChangeCounts?) -> String {
        guard let counts else { return "first audit" }
        let parts = [
            (counts.added, "added"), (counts.removed, "removed"), (counts.modified, "modified"),
            (counts.moved, "moved"),
        ]
        let some = parts.filter { $0.0 != 0 }.map { Human.count($0.0) + " " + $0.1 }
        return some.isEmpty ? "none" : some.joined(separator: ", ")
    }

    // MARK: - What was not seen

    private func writeTroubles(_ report: AuditReport, to output: Output) {
        guard !report.isComplete else { return }
        let title = "Not seen: " + Human.counted(report.troubleCount, "place")
        output.write("\n" + style.paint(title, .warning) + "\n")
        for reason in Trouble.Reason.allCases {
            let troubles = report.troubles.filter { $0.reason == reason }
            guard !troubles.isEmpty else { continue }
            // What was stopped was stopped everywhere: some places of it say nothing.
            if reason == .cancelled && style.detail != .verbose {
                let places = Human.counted(troubles.count, "place")
                output.write("  " + reason.rawValue + ": " + places + " (--verbose lists them)\n")
                continue
            }
            output.write("  " + reason.rawValue + " (" + Human.count(troubles.count) + ")\n")
            let limit = style.detail == .verbose ? troubles.count : Self.listedTroubles
            var table = Table([
                Table.Column("", canShrink: true), Table.Column("", canShrink: true), Table.Column("", canShrink: true),
            ])
            for trouble in troubles.prefix(limit) { table.add(cells(of: trouble)) }
            output.write(table.render(style, indent: 4))
            writeRest(troubles.count - limit, indent: 4, to: output)
        }
        if report.unlistedTroubles > 0 {
            output.write("  and " + Human.count(report.unlistedTroubles) + " more" + unkept + "\n")
        }
        // A stopped audit says so in its first line, and the table says of which caches.
        let partial = report.wasCancelled ? 0 : report.caches.count { !$0.isComplete }
        if partial > 0 { output.write("  not seen to the end: " + Human.counted(partial, "cache") + "\n") }
    }

    /// What is said of findings and troubles beyond what an audit keeps, which is more with `--verbose`.
    var unkept: String {
        style.detail == .verbose ? ", counted but not kept" : ", counted but not kept (--verbose keeps more)"
    }

    private func cells(of trouble: Trouble) -> [Table.Cell] {
        let place = names[Int(trouble.cache)].map { "in " + $0 } ?? ""
        let name = trouble.path.isEmpty ? "(all of it)" : Escape.text(trouble.path)
        let scope = trouble.isSubtree ? " (and everything below)" : ""
        return [Table.Cell("- " + name), Table.Cell(place), Table.Cell(Escape.text(trouble.detail) + scope)]
    }

    /// How many were left out of a list.
    func writeRest(_ count: Int, indent: Int, to output: Output) {
        guard count > 0 else { return }
        let text = "and " + Human.count(count) + " more (--verbose lists them)"
        output.write(Paragraph.lines(text, style, indent: indent))
    }
}
