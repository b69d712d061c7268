package import Inventory

/// `incident`: Markdown, which people read as it is, or `bezoar.incident/1`.
///
/// ```
///  Incident axios-2026-03: found
///   =============================
///
///  About: `axios 1.14.1 was published from a stolen account`
///
///  Found
///   -----
///   - `pkg:npm/axios@1.14.1` is in `//root/.npm`: `_cacache/…`; first seen 2026-11-20 03:04, last seen …
///
///  Not found
///   ---------
///   - digest `sha256:9f86…`
///
///  To be removed              (after --apply: Removed)
///   -------------
///   - 2 entries of `//root/.npm`, 1.1 KiB: package `pkg:npm/axios@1.14.1`
///
///  Secrets to replace
///   ------------------
///   - `npm-token`: 2 builds could read it, of `https://git.example.com/acme/web`
///
///  To be built again
///   -----------------
///   - `https://git.example.com/acme/web` at `9f3c…`, build `k2x…` of 2026-11-20 09:12
/// ```
///
/// What somebody else chose stands in code marks, with those that would end them escaped: so no name is a link, a
/// heading or HTML.
package struct IncidentWriter {
    /// Lines of each part, unless it is verbose.
    private static let shown = 100

    private let style: TextStyle

    package init(style: TextStyle = TextStyle()) {
        self.style = style
    }

    /// Writes the whole report.
    package func write(_ report: IncidentReport, as format: DocumentFormat, to output: Output) {
        switch format {
        case .text: writeText(report, to: output)
        case .json: IncidentJSON.write(report, to: output)
        }
        output.flush()
    }

    private func writeText(_ report: IncidentReport, to output: Output) {
        output.write(Self.heading("Incident \(Escape.text(report.name)): \(Self.sentence(report))", "="))
        if !report.description.isEmpty {
            output.write("\nAbout: " + Self.code(ByteString(report.description)) + "\n")
        }
        output.write("\n" + Self.origin(report) + "\n")
        let roots = Dictionary(grouping: report.hunt.hits, by: \.cache).mapValues { Set($0.map(\.root)).count }
        let found = report.hunt.hits.map { Self.line($0, tellsRoot: roots[$0.cache] ?? 0 > 1) }
        write("Found", found, more: report.hunt.unlistedHits, to: output)
        write("Not found", report.hunt.questions.filter { $0.hits == 0 }.map(Self.line), to: output)
        if let evidence = report.evidence { write("Evidence", [Self.code(evidence)], to: output) }
        for purge in report.recovered { write("Removed by a purge that had been interrupted", purge, to: output) }
        if let purge = report.purge {
            write("Removed", purge, to: output)
        } else if let plan = report.plan {
            let names = CacheNames(targets: plan.targets)
            write("To be removed", plan.targets.enumerated().map { Self.line($1, names.other($0)) }, to: output)
            if !report.isApplied, !plan.targets.isEmpty {
                output.write("\nNothing was removed. `--apply` does it.\n")
            }
        }
        write("Secrets to replace", report.secrets.map(Self.line), to: output)
        write(
            "To be built again", report.suspects.map(Self.line), more: report.unlistedSuspects, to: output)
        let unseen = (report.plan?.unseen ?? []).map { Self.prose($0) }
        let troubles = report.hunt.troubles.map { Self.code($0.path) + ": " + Self.prose($0.detail) }
        if let failure = report.failure { write("Failed", [Self.prose(failure)], to: output) }
        write("Not known", unseen + troubles, more: report.hunt.unlistedTroubles, to: output)
        let notes = ((report.plan?.notes ?? []) + report.notes).map { Self.prose($0) }
        write("Worth knowing", notes, to: output)
    }

    private func write(_ title: String, _ purge: PurgeReport, to output: Output) {
        let names = CacheNames(targets: purge.rows.map(\.target))
        write(title, purge.rows.enumerated().map { Self.line($1, names.other($0)) }, to: output)
        output.write("\nPurge \(purge.number)")
        if let last = purge.resumed.last {
            let words = purge.status == .stopped ? "begun before and given up now" : "begun before and finished"
            output.write(", \(words) \(Timestamp.plain(nanoseconds: last))")
        }
        output.write("; `bezoar receipts \(purge.number)` shows its receipt.\n")
    }

    private func write(_ title: String, _ lines: [String], more: Int = 0, to output: Output) {
        if lines.isEmpty && more == 0 { return }
        output.write("\n" + Self.heading(title, "-") + "\n")
        let limit = style.detail == .verbose ? lines.count : min(lines.count, Self.shown)
        for line in lines.prefix(limit) {
            var text = " - " + line
            while text.last == " " { text.removeLast() }
            output.write(text + "\n")
        }
        let rest = lines.count - limit + more
        if rest > 0 { output.write(" - and \(Human.count(rest)) more\n") }
    }

    // MARK: Lines

    /// A heading that begins with a letter and is underlined: what begins with `##` is a command to some build servers.
    private static func heading(_ text: String, _ line: Character) -> String {
        text + "\n " + String(repeating: line, count: DisplayWidth.of(text)) + "\n"
    }

    private static func sentence(_ report: IncidentReport) -> String {
        switch report.outcome {
        case .nothing: "nothing found"
        case .found: "found"
        case .removed: "removed"
        case .incomplete: "NOT ALL IS KNOWN OR DONE"
        }
    }

    private static func origin(_ report: IncidentReport) -> String {
        let hunt = report.hunt
        let (age, overflow) = hunt.asked.subtractingReportingOverflow(hunt.audited)
        return "Host \(code(ByteString(hunt.host))), \(Timestamp.plain(nanoseconds: report.started)). Last audit: "
            + Timestamp.plain(nanoseconds: hunt.audited)
            + (overflow ? "" : ", \(Human.duration(nanoseconds: age)) before")
            + (hunt.isAuditComplete ? "." : "; **it did not see everything**.")
            + "\nLooked among " + HuntWriter.searched(hunt.searched) + "."
    }

    /// `tellsRoot` says that other hits are in caches of the same id and another state root.
    private static func line(_ hit: HuntReport.Hit, tellsRoot: Bool) -> String {
        let what = hit.purl.map { code(ByteString($0)) } ?? "a file"
        let place = hit.isPresent ? " is in " : " was in "
        let why = hit.advisory.map { ", by \(code(ByteString($0.id)))" } ?? ""
        let root = tellsRoot ? " (" + code(hit.root) + ")" : ""
        return what + place + code(hit.cache) + root + ": " + code(hit.path)
            + " (\(hit.basis.rawValue)\(why)); first seen "
            + minute(hit.first) + ", last seen " + minute(hit.last)
    }

    private static func line(_ question: HuntReport.Question) -> String {
        question.kind.rawValue + " " + code(question.text)
    }

    /// `other` is what tells its cache from others with the same id.
    private static func line(_ row: PurgeReport.Row, _ other: ByteString?) -> String {
        var text = "\(row.outcome.rawValue): \(what(row.target, other)), \(Human.counted(row.files, "file")), "
        text += "\(Human.size(row.bytesFreed)) free, \(Human.counted(row.kept, "entry", "entries")) kept"
        if row.leftCount > 0 { text += "; **\(Human.count(row.leftCount)) left**" }
        for left in row.left.prefix(10) { text += "; \(code(left.path)): \(Self.prose(left.reason))" }
        for note in row.notes { text += "; \(Self.prose(note))" }
        return text
    }

    private static func line(_ target: PurgeTarget, _ other: ByteString?) -> String {
        let reasons = target.reasons.prefix(5).map { reason in
            reason.selector + " " + (reason.purl.map { code(ByteString($0)) } ?? Self.prose(reason.detail))
        }
        let rest = target.reasons.count - reasons.count
        return what(target, other) + ", \(Human.counted(target.files, "file")), \(Human.size(target.bytes)): "
            + reasons.joined(separator: ", ") + (rest > 0 ? " and \(Human.count(rest)) more" : "")
            + (target.isInUse ? "; **a build uses it**" : "")
    }

    private static func what(_ target: PurgeTarget, _ other: ByteString?) -> String {
        (target.entries.map { Human.counted($0.count, "entry", "entries") } ?? "all") + " of " + code(target.cache)
            + (other.map { " (" + code($0) + ")" } ?? "")
    }

    private static func line(_ secret: IncidentReport.Secret) -> String {
        let projects = secret.projects.prefix(10).map { code($0) }
        let rest = secret.projects.count - projects.count
        return code(secret.id) + ": \(Human.counted(secret.builds, "build")) could read it"
            + (projects.isEmpty ? "" : ", of " + projects.joined(separator: ", "))
            + (rest > 0 ? " and \(Human.count(rest)) more" : "")
    }

    private static func line(_ suspect: IncidentReport.Suspect) -> String {
        let project = suspect.build.project.map { code($0) } ?? "an unknown project"
        let revision = suspect.build.revision.map { " at \(code(ByteString($0)))" } ?? ""
        let time = suspect.build.started.map { " of \(minute($0))" } ?? ""
        return project + revision + ", build \(code(ByteString(suspect.build.ref)))" + time
            + (suspect.isCompromised ? "; **the project was in the hands of others**" : "")
    }

    /// `2026-11-21 03:04`.
    private static func minute(_ nanoseconds: Int64) -> String {
        String(Timestamp.plain(nanoseconds: nanoseconds).prefix(16))
    }

    /// Text in code marks that it cannot leave.
    private static func code(_ text: ByteString) -> String {
        let shown = Escape.shown(text).split(separator: "`", omittingEmptySubsequences: false)
        return "`" + shown.joined(separator: "\\x60") + "`"
    }

    /// A sentence in which names may stand that somebody else chose: none becomes a link, an image or HTML.
    private static func prose(_ text: String) -> String {
        var result = ""
        for scalar in Escape.prose(text).unicodeScalars {
            if scalar == "<" || scalar == "[" { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
