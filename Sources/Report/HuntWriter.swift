package import Inventory

/// The formats of `hunt`; the raw value is the word after `--format`.
package enum HuntFormat: String, Sendable, CaseIterable {
    case text, json, jsonl
}

/// `hunt`: text, `bezoar.hunt/1`, or `bezoar.hunt-line/1`.
///
/// ```
///  FOUND: 3 hits, 2 of them still there, in 1 cache; 1 of 2 questions found nothing
///
///  STATE    WHAT                  WHY            FIRST SEEN        LAST SEEN         VERDICT  CACHE         PATH
///  present  pkg:npm/axios@1.14.1  MAL-2026-2307  2026-11-20 03:04  2026-11-21 03:04  unknown  //root/.npm   …
///
///  Builds that had these caches since
///    CACHE         BUILD   STARTED           PROJECT                           REVISION
///    //root/.npm   k2x…    2026-11-20 09:12  https://git.example.com/acme/web  9f3c…
///
///  looked for 2 packages among 812 packages and 40,210 files, of 12 audits; names inside of archives are not recorded
///  last audit: 2026-11-21 03:04:05 UTC, 3 h 12 min ago
/// ```
///
/// No line starts with bytes that somebody else chose.
package struct HuntWriter {
    /// Hits and builds that text shows, unless it is verbose.
    private static let shownHits = 100
    private static let shownBuilds = 10

    private let style: TextStyle

    package init(style: TextStyle = TextStyle()) {
        self.style = style
    }

    /// Writes the whole report.
    package func write(_ report: HuntReport, as format: HuntFormat, to output: Output) {
        switch format {
        case .text: writeText(report, to: output)
        case .json: HuntJSON.write(report, to: output)
        case .jsonl: HuntJSON.writeLines(report, to: output)
        }
        output.flush()
    }

    private func writeText(_ report: HuntReport, to output: Output) {
        let isQuiet = style.detail == .quiet
        if !isQuiet || report.hitCount > 0 || !report.isComplete { output.write(headline(of: report) + "\n") }
        if !report.hits.isEmpty { output.write("\n" + table(of: report)) }
        let rest = report.hitCount - min(report.hits.count, limit(Self.shownHits))
        if rest > 0 { output.write("and " + Human.counted(rest, "hit") + " more\n") }
        writeBuilds(report, to: output)
        if !isQuiet { writeQuestions(report, to: output) }
        if !report.troubles.isEmpty { writeTroubles(report, to: output) }
        if !isQuiet { output.write("\n" + footer(of: report) + "\n") }
    }

    private func limit(_ count: Int) -> Int { style.detail == .verbose ? .max : count }

    private func headline(of report: HuntReport) -> String {
        var text: String
        if report.hitCount == 0 {
            let word = report.isComplete ? "NOTHING FOUND" : "NOTHING FOUND, BUT NOT EVERYTHING WAS SEEN"
            text = style.paint(word, report.isComplete ? .good : .warning)
        } else {
            let present = report.hits.count { $0.isPresent }
            let caches = Set(report.hits.map { [$0.root, $0.cache] }).count
            text =
                style.paint("FOUND: ", .critical) + Human.counted(report.hitCount, "hit") + " in "
                + Human.counted(caches, "cache") + ", "
                + (present == 0 ? "all of them gone" : Human.count(present) + " still there")
        }
        let silent = report.questions.count { $0.hits == 0 }
        if report.questions.count > 1, silent > 0, report.hitCount > 0 {
            text +=
                "; " + Human.count(silent) + " of " + Human.counted(report.questions.count, "question")
                + " found nothing"
        }
        return text
    }

    private func table(of report: HuntReport) -> String {
        var table = Table([
            Table.Column("STATE"), Table.Column("WHAT", canShrink: true), Table.Column("WHY", canShrink: true),
            Table.Column("FIRST SEEN"), Table.Column("LAST SEEN"), Table.Column("VERDICT"),
            Table.Column("CACHE", canShrink: true), Table.Column("PATH", canShrink: true),
        ])
        for hit in report.hits.prefix(limit(Self.shownHits)) {
            table.add([
                hit.isPresent ? Table.Cell("present", .critical) : Table.Cell("gone", .warning),
                Table.Cell(hit.purl.map { Escape.text($0) } ?? "file"), Table.Cell(Self.reason(of: hit)),
                Table.Cell(Self.minute(hit.first)), Table.Cell(Self.minute(hit.last)),
                Table.Cell(hit.verdict?.rawValue ?? "-"), Table.Cell(Escape.shown(hit.cache)),
                Table.Cell(Escape.shown(hit.path)),
            ])
        }
        return table.render(style)
    }

    private static func reason(of hit: HuntReport.Hit) -> String {
        guard let advisory = hit.advisory else { return hit.basis.rawValue }
        return Escape.text(advisory.id) + " (" + hit.basis.rawValue + ")"
    }

    /// `2026-11-21 03:04`, without the seconds and the zone that a column has no room for.
    private static func minute(_ nanoseconds: Int64) -> String {
        String(Timestamp.plain(nanoseconds: nanoseconds).prefix(16))
    }

    /// Each build once for each cache, the newest first.
    private func writeBuilds(_ report: HuntReport, to output: Output) {
        var table = Table([
            Table.Column("CACHE", canShrink: true), Table.Column("BUILD"), Table.Column("STARTED"),
            Table.Column("PROJECT", canShrink: true), Table.Column("REVISION", canShrink: true),
        ])
        var seen: Set<[ByteString]> = []
        var rows: [(cache: ByteString, user: HuntReport.User)] = []
        var unlisted = 0
        for hit in report.hits {
            for user in hit.users where seen.insert([hit.root, hit.cache, ByteString(user.ref)]).inserted {
                rows.append((hit.cache, user))
            }
            unlisted = max(unlisted, hit.unlistedUsers)
        }
        if rows.isEmpty { return }
        let shown = rows.prefix(limit(Self.shownBuilds))
        for row in shown {
            table.add([
                Table.Cell(Escape.shown(row.cache)), Table.Cell(Escape.text(row.user.ref)),
                Table.Cell(row.user.started.map(Self.minute) ?? "-"),
                Table.Cell(row.user.project.map { Escape.shown($0) } ?? "(unknown)"),
                Table.Cell(row.user.revision.map { Escape.text($0) } ?? "-"),
            ])
        }
        output.write("\n" + style.paint("Builds that had these caches since", .heading) + "\n")
        output.write(table.render(style, indent: 2))
        let rest = rows.count - shown.count + unlisted
        if rest > 0 {
            output.write("  and " + Human.counted(rest, "build") + " more or so (--format json counts them)\n")
        }
    }

    private func writeQuestions(_ report: HuntReport, to output: Output) {
        let silent = report.questions.filter { $0.hits == 0 }
        if silent.isEmpty { return }
        output.write("\n" + style.paint("Not found", .faint) + "\n")
        for question in silent.prefix(limit(Self.shownHits)) {
            output.write("  " + question.kind.rawValue + "  " + Escape.shown(question.text) + "\n")
        }
        let rest = silent.count - min(silent.count, limit(Self.shownHits))
        if rest > 0 { output.write("  and " + Human.count(rest) + " more\n") }
    }

    private func writeTroubles(_ report: HuntReport, to output: Output) {
        output.write("\n" + style.paint("Not understood", .warning) + "\n")
        for trouble in report.troubles.prefix(limit(Self.shownHits)) {
            output.write(
                Paragraph.lines(
                    Escape.prose(trouble.detail), style, indent: 2, label: Escape.shown(trouble.path) + "  "))
        }
        let rest = report.troubles.count + report.unlistedTroubles - min(report.troubles.count, limit(Self.shownHits))
        if rest > 0 { output.write("  and " + Human.count(rest) + " more\n") }
    }

    /// What was asked, by kinds: `2 packages, 1 file name`.
    private static func asked(_ report: HuntReport) -> String {
        HuntReport.Question.Kind.allCases.compactMap { kind in
            let count = report.questions.count { $0.kind == kind }
            if count == 0 { return nil }
            return switch kind {
            case .package: Human.counted(count, "package")
            case .digest: Human.counted(count, "content")
            case .fileName: Human.counted(count, "file name")
            case .nameText: Human.counted(count, "text in names", "texts in names")
            case .advisories: Human.counted(count, "source of advisories", "sources of advisories")
            }
        }.joined(separator: ", ")
    }

    /// Among what was looked, for people.
    static func searched(_ searched: HuntReport.Searched) -> String {
        Human.counted(searched.packages, "package") + " and " + Human.counted(Int(clamping: searched.files), "file")
            + ", of " + Human.counted(Int(clamping: searched.audits), "audit")
            + "; names inside of archives are not recorded"
    }

    private func footer(of report: HuntReport) -> String {
        let (age, overflow) = report.asked.subtractingReportingOverflow(report.audited)
        var text = "looked for " + Self.asked(report) + " among " + Self.searched(report.searched)
        text += "\nlast audit: " + Timestamp.plain(nanoseconds: report.audited)
        if !overflow { text += ", " + Human.duration(nanoseconds: age) + " ago" }
        if !report.isAuditComplete { text += style.paint("; it did not see everything", .warning) }
        for feed in report.feeds {
            text +=
                "\nfeed " + Escape.shown(ByteString(feed.name)) + ": " + Human.counted(feed.counts.records, "record")
                + ", the newest of " + Timestamp.plain(nanoseconds: feed.newest)
        }
        return text
    }
}
