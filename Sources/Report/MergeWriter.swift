package import Inventory

/// `merge`: text, `bezoar.merge/1`, or `bezoar.merge-line/1`.
///
/// ```
///  FOUND: 3 hits on 2 of 200 hosts, the first on build-07 at 2026-11-20 03:04 UTC; 2 hosts were not heard
///
///  FIRST SEEN        HOST      CACHE         WHAT                  VERDICT   PATH
///  2026-11-20 03:04  build-07  //root/.npm   pkg:npm/axios@1.14.1  unknown   _cacache/content-v2/…
///
///  Not heard
///    build-12  last report 2026-11-01 03:04:05 UTC, 20 days ago
///    build-31  it did not see everything: …
///
///  200 hosts, 203 reports; 3 older ones of the same hosts were left out
/// ```
///
/// No line starts with bytes that somebody else chose.
package struct MergeWriter {
    /// Rows that text shows of each table, unless it is verbose.
    private static let shownRows = 100

    private let style: TextStyle

    package init(style: TextStyle = TextStyle()) {
        self.style = style
    }

    /// Writes the whole report.
    package func write(_ report: MergeReport, as format: HuntFormat, to output: Output) {
        switch format {
        case .text: writeText(report, to: output)
        case .json: MergeJSON.write(report, to: output)
        case .jsonl: MergeJSON.writeLines(report, to: output)
        }
        output.flush()
    }

    private func writeText(_ report: MergeReport, to output: Output) {
        let isQuiet = style.detail == .quiet
        let isWorthSaying = report.hitCount > 0 || !report.isComplete
        if !isQuiet || isWorthSaying { output.write(headline(of: report) + "\n") }
        if report.questions.isEmpty {
            if !isQuiet { output.write("\n" + overview(of: report)) }
        } else if !report.hits.isEmpty {
            output.write("\n" + table(of: report))
        }
        let rest = report.hitCount - min(report.hits.count, limit)
        if rest > 0 { output.write("and " + Human.counted(rest, "hit") + " more (--verbose, --format json)\n") }
        writeUnheard(report, to: output)
        writeTroubles(report, to: output)
        if !isQuiet {
            writeSilent(report, to: output)
            output.write("\n" + footer(of: report) + "\n")
        }
    }

    private var limit: Int { style.detail == .verbose ? .max : Self.shownRows }

    private func headline(of report: MergeReport) -> String {
        let hosts = Human.counted(report.hosts.count, "host")
        if report.questions.isEmpty {
            let found = report.hosts.count { $0.audit?.outcome == .findings }
            let text = hosts + ": " + (found == 0 ? "none" : Human.count(found)) + " with findings that matter"
            return style.paint(text, found > 0 ? .critical : report.isComplete ? .good : .warning) + deaf(report)
        }
        if report.hitCount == 0 {
            if report.isComplete { return style.paint("NOTHING FOUND", .good) + " on " + hosts }
            return style.paint("NOTHING FOUND, BUT NOT EVERYTHING WAS SEEN", .warning) + deaf(report)
        }
        var text =
            style.paint("FOUND: ", .critical) + Human.counted(report.hitCount, "hit") + " on "
            + Human.count(report.hosts.count { $0.hits > 0 }) + " of " + hosts
        if let first = report.hits.first, let moment = first.first {
            text += ", the first on " + name(first, report) + " at " + Timestamp.plain(nanoseconds: moment)
        }
        return text + deaf(report)
    }

    /// Who was not heard, and what was not read: behind what was found.
    private func deaf(_ report: MergeReport) -> String {
        var parts: [String] = []
        let unheard = report.hosts.count { !$0.isHeard }
        if unheard > 0 { parts.append(Human.counted(unheard, "host") + " cannot say") }
        let unread = report.troubles.count + report.unlistedTroubles
        if unread > 0 { parts.append(Human.counted(unread, "file") + " could not be read") }
        return parts.isEmpty ? "" : "; " + parts.joined(separator: ", ")
    }

    private func name(_ hit: MergeReport.Hit, _ report: MergeReport) -> String {
        report.hosts.indices.contains(hit.host) ? Escape.shown(report.hosts[hit.host].name) : "?"
    }

    private func table(of report: MergeReport) -> String {
        var table = Table([
            Table.Column("FIRST SEEN"), Table.Column("HOST"), Table.Column("CACHE", canShrink: true),
            Table.Column("WHAT", canShrink: true), Table.Column("VERDICT"), Table.Column("PATH", canShrink: true),
        ])
        for hit in report.hits.prefix(limit) {
            let verdict =
                hit.verdict.map { Table.Cell($0.rawValue, $0 == .mismatch ? .critical : .plain) }
                ?? hit.severity.map { Table.Cell($0.rawValue, TextStyle.Ink($0)) } ?? Table.Cell("-")
            let what = [hit.rule, hit.purl].compactMap { $0 }.map { Escape.text($0) }.joined(separator: " ")
            table.add([
                Table.Cell(hit.first.map(Self.minute) ?? "unknown"), Table.Cell(name(hit, report)),
                Table.Cell(hit.cache.isEmpty ? "-" : Escape.shown(hit.cache)), Table.Cell(what), verdict,
                Table.Cell(hit.path.isEmpty ? "-" : Escape.shown(hit.path)),
            ])
        }
        return table.render(style)
    }

    /// Each host in a line, the worst first.
    private func overview(of report: MergeReport) -> String {
        var table = Table([
            Table.Column("OUTCOME"), Table.Column("HOST"), Table.Column("LAST AUDIT"),
            Table.Column("CACHES", isRight: true), Table.Column("PACKAGES", isRight: true),
            Table.Column("VERIFIED", isRight: true), Table.Column("CRITICAL", isRight: true),
            Table.Column("HIGH", isRight: true), Table.Column("MEDIUM", isRight: true),
        ])
        let hosts = report.hosts.sorted { Self.rank($0).lexicographicallyPrecedes(Self.rank($1)) }
        for host in hosts.prefix(limit) {
            guard let audit = host.audit else {
                table.add([Table.Cell("missing", .warning), Table.Cell(Escape.shown(host.name)), Table.Cell("-")])
                continue
            }
            let isBad = audit.outcome == .findings
            let word = audit.outcome.rawValue + (host.state == .stale ? ", stale" : "")
            table.add([
                Table.Cell(word, isBad ? .critical : host.isHeard ? .plain : .warning),
                Table.Cell(Escape.shown(host.name)), Table.Cell(Self.minute(audit.finished)),
                Table.Cell(Human.count(audit.caches)), Table.Cell(Human.count(audit.verdicts.total)),
                Table.Cell(Human.count(audit.verdicts[.verified])),
                Table.Cell(Human.count(audit.findings[.critical] ?? 0)),
                Table.Cell(Human.count(audit.findings[.high] ?? 0)),
                Table.Cell(Human.count(audit.findings[.medium] ?? 0)),
            ])
        }
        let rest = report.hosts.count - min(report.hosts.count, limit)
        return table.render(style) + (rest > 0 ? "and " + Human.counted(rest, "host") + " more (--verbose)\n" : "")
    }

    /// Smaller numbers are worse.
    private static func rank(_ host: MergeReport.Host) -> [Int] {
        let findings = host.audit?.findings ?? [:]
        return [
            -(findings[.critical] ?? 0), -(findings[.high] ?? 0), host.isHeard ? 1 : 0, -(findings[.medium] ?? 0),
        ]
    }

    private func writeUnheard(_ report: MergeReport, to output: Output) {
        let hosts = report.hosts.filter { !$0.isHeard }
        if hosts.isEmpty { return }
        output.write("\n" + style.paint("Cannot say", .warning) + "\n")
        for host in hosts.prefix(limit) {
            output.write(
                Paragraph.lines(
                    reason(host, report), style, indent: 2, label: Escape.shown(host.name) + "  "))
        }
        writeRest(hosts.count, to: output)
    }

    /// Why a host was not heard.
    private func reason(_ host: MergeReport.Host, _ report: MergeReport) -> String {
        guard let audit = host.audit else { return "no report of it could be read" }
        var parts: [String] = []
        if host.state == .stale {
            let (age, overflow) = report.asked.subtractingReportingOverflow(audit.finished)
            parts.append(
                "its last report is of " + Timestamp.plain(nanoseconds: audit.finished)
                    + (overflow ? "" : ", " + Human.duration(nanoseconds: age) + " ago"))
        }
        if !audit.isComplete {
            parts.append(
                audit.example.isEmpty
                    ? "its audit did not see everything, or its report does not list everything"
                    : "its audit did not see everything, first " + Escape.prose(audit.example))
        }
        return parts.joined(separator: "; ")
    }

    private func writeTroubles(_ report: MergeReport, to output: Output) {
        if report.troubles.isEmpty { return }
        output.write("\n" + style.paint("Could not be read", .warning) + "\n")
        for trouble in report.troubles.prefix(limit) {
            output.write(
                Paragraph.lines(
                    Escape.prose(trouble.detail), style, indent: 2, label: Escape.shown(trouble.path) + "  "))
        }
        writeRest(report.troubles.count + report.unlistedTroubles, to: output)
    }

    private func writeRest(_ count: Int, to output: Output) {
        let rest = count - min(count, limit)
        if rest > 0 { output.write("  and " + Human.count(rest) + " more\n") }
    }

    /// What was looked for and not found, where something else was.
    private func writeSilent(_ report: MergeReport, to output: Output) {
        let silent = report.questions.filter { $0.hits == 0 }
        if silent.isEmpty || report.hitCount == 0 { return }
        output.write("\n" + style.paint("Not found", .faint) + "\n")
        for question in silent.prefix(limit) {
            output.write("  " + question.kind.rawValue + "  " + Escape.shown(question.text) + "\n")
        }
        writeRest(silent.count, to: output)
    }

    private func footer(of report: MergeReport) -> String {
        var text = Human.counted(report.hosts.count, "host") + ", " + Human.counted(report.reports, "report") + " read"
        if report.replaced > 0 {
            text += "; " + Human.count(report.replaced) + " of them older than another one of the same host"
        }
        return text
    }

    /// `2026-11-21 03:04`, without the seconds and the zone that a column has no room for.
    private static func minute(_ nanoseconds: Int64) -> String {
        String(Timestamp.plain(nanoseconds: nanoseconds).prefix(16))
    }
}
