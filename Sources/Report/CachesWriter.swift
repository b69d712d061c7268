package import Inventory

/// `caches` for people.
///
/// ```
///  3 caches in 1 state root, 12.3 MiB; 1 in use
///
///  State root /var/lib/docker (docker, overlay2)
///    ID                     SIZE  FILES  KIND  LAST USED (UTC)   USES  SHARING  IN USE  PROJECTS
///    //root/.cache/pip  12.3 MiB    123  pip   2026-11-21 03:04     4  shared   yes     acme/web, acme/api
///  Left over
///    record  /acme-npm  0c9…   its snapshot is gone
///  Not seen: 1 place
/// ```
///
/// No line starts with bytes that somebody else chose.
package struct CachesWriter {
    /// Name and version of the JSON format.
    package static let schema = "bezoar.caches/1"
    /// Builds of a project in verbose text.
    private static let shownBuilds = 5
    /// Leftovers and troubles that are listed unless all is asked for.
    private static let shownRows = 30

    let style: TextStyle

    package init(style: TextStyle = TextStyle()) {
        self.style = style
    }

    /// Writes the whole inventory.
    package func write(_ report: CachesReport, as format: DocumentFormat, to output: Output) {
        switch format {
        case .text: writeText(report, to: output)
        case .json: writeJSON(report, to: output)
        }
        output.flush()
    }

    // MARK: - Text

    private func writeText(_ report: CachesReport, to output: Output) {
        let isQuiet = style.detail == .quiet
        if !isQuiet || !report.isComplete { output.write(headline(of: report)) }
        for (index, root) in report.roots.enumerated() {
            let entries = report.caches.filter { $0.root == index }
            let hasTextAbove = index > 0 || !isQuiet || !report.isComplete
            output.write((hasTextAbove ? "\n" : "") + title(of: root) + "\n")
            if entries.isEmpty { output.write("  no mount cache\n") } else { output.write(table(of: entries)) }
            if style.detail == .verbose { entries.forEach { writeDetails(of: $0, to: output) } }
        }
        if !isQuiet { output.write(legend(of: report)) }
        writeOrphans(report, to: output)
        if style.detail == .verbose { output.write(lockfiles(of: report)) }
        if style.detail == .verbose { writeSteps(report, to: output) }
        if !isQuiet {
            for note in report.notes + (style.detail == .verbose ? report.traits : []) {
                output.write("\n" + Paragraph.lines(Escape.prose(note), style, indent: 0, label: "note: "))
            }
        }
        writeTroubles(report, to: output)
    }

    private func headline(of report: CachesReport) -> String {
        if report.roots.isEmpty && report.isComplete {
            return style.paint("NO STATE: no state of BuildKit or Docker was found", .warning)
                + " (--verbose tells where it was looked for)\n"
        }
        let bytes = report.caches.reduce(Int64(0)) { sum, entry in
            let (next, overflow) = sum.addingReportingOverflow(entry.bytes ?? 0)
            return overflow ? .max : next
        }
        var parts = [
            Human.counted(report.caches.count, "cache") + " in " + Human.counted(report.roots.count, "state root")
                + ", " + Human.size(bytes)
        ]
        let used = report.caches.count { $0.cache.inUse }
        if used > 0 { parts.append(Human.count(used) + " in use") }
        let shared = report.caches.count { $0.projectCount > 1 }
        if shared > 0 { parts.append(Human.count(shared) + " shared by several projects") }
        if !report.isComplete {
            let count = report.troubles.count + report.unlistedTroubles
            parts.append(
                style.paint("INCOMPLETE: " + Human.counted(count, "place was", "places were") + " not seen", .warning))
        }
        return parts.joined(separator: "; ") + "\n"
    }

    private func title(of root: StateRoot) -> String {
        let facts = [root.kind.rawValue, root.snapshotter, root.engineVersion].compactMap { $0 }
        let text = " (" + facts.map { Escape.text($0) }.joined(separator: ", ") + ")"
        return style.paint("State root ", .faint) + style.paint(Escape.shown(root.path), .heading)
            + style.paint(text, .faint)
    }

    private func table(of entries: [CachesReport.Entry]) -> String {
        var table = Table([
            Table.Column("ID"), Table.Column("SIZE", isRight: true),
            Table.Column("FILES", isRight: true), Table.Column("KIND"), Table.Column("LAST USED (UTC)"),
            Table.Column("USES", isRight: true), Table.Column("SHARING"), Table.Column("IN USE"),
            Table.Column("PROJECTS", canShrink: true),
        ])
        let names = CacheNames(entries.map(\.cache))
        for (index, entry) in entries.enumerated() {
            let cache = entry.cache
            let kinds = cache.ecosystems.isEmpty ? "-" : cache.ecosystems.joined(separator: " ")
            table.add([
                Table.Cell(names[index] ?? ""), Table.Cell(entry.bytes.map { Human.size($0) } ?? "?"),
                Table.Cell(entry.files.map { Human.count($0) } ?? "?"), Table.Cell(Escape.text(kinds)),
                Table.Cell(cache.lastUsed.map { Self.minute($0) } ?? "-"),
                Table.Cell(cache.uses.map { Human.count($0) } ?? "-"), Table.Cell(cache.sharing?.rawValue ?? "?"),
                cache.inUse ? Table.Cell("yes", .warning) : Table.Cell("no"),
                Table.Cell(projects(of: cache), entry.projectCount > 1 ? .warning : .plain),
            ])
        }
        return table.render(style, indent: 2)
    }

    /// `2026-11-21 03:04`, without the seconds and the zone that a column has no room for.
    private static func minute(_ nanoseconds: Int64) -> String {
        String(Timestamp.plain(nanoseconds: nanoseconds).prefix(16))
    }

    private func writeDetails(of entry: CachesReport.Entry, to output: Output) {
        let cache = entry.cache
        output.write("\n  " + style.paint(Escape.shown(cache.id), .heading) + "\n")
        func line(_ name: String, _ value: String) {
            output.write(Paragraph.lines(value, style, indent: 4, label: name + ": "))
        }
        line("directory", Escape.shown(cache.path))
        line("record", Escape.text(cache.record) + (cache.base.map { ", upon " + Escape.text($0) } ?? ""))
        if !cache.selectors.isEmpty {
            line("mounted part", cache.selectors.map { Escape.shown($0) }.joined(separator: ", "))
        }
        if !cache.usedBy.isEmpty { line("in use by", cache.usedBy.map { Escape.shown($0) }.joined(separator: ", ")) }
        if let created = cache.created { line("created", Timestamp.plain(nanoseconds: created)) }
        if !cache.description.isEmpty { line("made for", Escape.text(cache.description)) }
        for project in cache.projects {
            let source = project.project.map { Escape.shown($0.source) } ?? "unknown"
            let certainty = project.project.map { " (\($0.certainty.rawValue), by \(Escape.text($0.evidence)))" } ?? ""
            line("project", source + certainty)
            for build in project.builds.prefix(Self.shownBuilds) {
                let started = build.started.map { Timestamp.plain(nanoseconds: $0) } ?? "unknown time"
                let revision = build.revision.map { ", revision " + Escape.shown(ByteString($0)) } ?? ""
                output.write(
                    "      build \(Escape.text(build.ref)), \(started), \(build.execution.rawValue)\(revision)\n")
            }
            let rest = project.builds.count + project.unlisted - min(project.builds.count, Self.shownBuilds)
            if rest > 0 {
                output.write("      and " + Human.counted(rest, "build") + " more (--format json lists them)\n")
            }
        }
    }

    private func writeOrphans(_ report: CachesReport, to output: Output) {
        guard !report.orphans.isEmpty else { return }
        output.write("\n" + style.paint("Left over: " + Human.count(report.orphans.count), .heading) + "\n")
        var table = Table([
            Table.Column("WHAT"), Table.Column("ID", canShrink: true), Table.Column("WHERE", canShrink: true),
            Table.Column("WHY", canShrink: true),
        ])
        let shown = style.detail == .verbose ? report.orphans.count : Self.shownRows
        for leftover in report.orphans.prefix(shown) {
            let orphan = leftover.orphan
            table.add([
                Table.Cell(orphan.kind.rawValue), Table.Cell(orphan.id.map { Escape.shown($0) } ?? "-"),
                Table.Cell(orphan.path.map { Escape.shown($0) } ?? orphan.record.map { Escape.text($0) } ?? "-"),
                Table.Cell(Escape.text(orphan.detail)),
            ])
        }
        output.write(table.render(style, indent: 2))
        writeRest(report.orphans.count - shown, to: output)
    }

    private func writeSteps(_ report: CachesReport, to output: Output) {
        guard !report.steps.isEmpty else { return }
        output.write("\n" + style.paint("Where state was looked for", .heading) + "\n")
        var table = Table([
            Table.Column("FOUND"), Table.Column("PLACE", canShrink: true), Table.Column("NAMED BY", canShrink: true),
            Table.Column("WHY", canShrink: true),
        ])
        for step in report.steps {
            table.add([
                Table.Cell(step.verdict.rawValue, step.verdict == .taken ? .good : .plain),
                Table.Cell(Escape.shown(step.path)), Table.Cell(Escape.text(step.origin)),
                Table.Cell(Escape.text(step.detail)),
            ])
        }
        output.write(table.render(style, indent: 2))
    }

    private func writeTroubles(_ report: CachesReport, to output: Output) {
        guard !report.isComplete else { return }
        let count = report.troubles.count + report.unlistedTroubles
        output.write("\n" + style.paint("Not seen: " + Human.counted(count, "place"), .warning) + "\n")
        let shown = style.detail == .verbose ? report.troubles.count : Self.shownRows
        for trouble in report.troubles.prefix(shown) {
            let index = Int(trouble.cache)
            let isIn = report.caches.indices.contains(index)
            let cache = isIn ? report.caches[index].cache.path : ""
            let place = !isIn ? trouble.path : trouble.path.isEmpty ? cache : cache.appending(trouble.path)
            output.write("  " + trouble.reason.rawValue + "  " + Escape.shown(place) + "\n")
            output.write(Paragraph.lines(Escape.prose(trouble.detail), style, indent: 4))
        }
        writeRest(report.troubles.count - shown, to: output)
        if report.unlistedTroubles > 0 {
            output.write("  and " + Human.count(report.unlistedTroubles) + " more, counted but not kept\n")
        }
    }

    private func writeRest(_ count: Int, to output: Output) {
        if count > 0 { output.write("  and " + Human.count(count) + " more (--verbose lists them)\n") }
    }

    // MARK: - JSON

    private func writeJSON(_ report: CachesReport, to output: Output) {
        var json = JSONWriter(to: output, lineDepth: 2)
        json.object { json in
            json.member("schema", Self.schema)
            json.tool(version: report.version)
            json.member("host", report.host)
            json.array("roots") { json in
                for root in report.roots { json.object { $0.members(of: root) } }
            }
            json.array("caches") { json in
                for entry in report.caches { json.object { $0.members(of: entry) } }
            }
            json.array("orphans") { json in
                for orphan in report.orphans { json.object { $0.members(of: orphan) } }
            }
            json.array("lockfiles") { json in
                for lockfile in report.lockfiles { json.object { $0.members(of: lockfile) } }
            }
            json.array("discovery") { json in
                for step in report.steps { json.object { $0.members(of: step) } }
            }
            json.member("notes", report.notes + report.traits)
            json.array("incomplete") { json in
                for trouble in report.troubles { json.object { $0.members(of: trouble, in: report) } }
            }
            json.member("complete", report.isComplete)
            json.member("incompleteUnlisted", report.unlistedTroubles)
        }
        json.finish()
    }
}

extension JSONWriter {
    fileprivate mutating func members(of entry: CachesReport.Entry) {
        members(naming: entry.cache)
        member("files", entry.files)
        member("bytes", entry.bytes)
        member("base", entry.cache.base)
        member("selectors", entry.cache.selectors.map { Escape.percent($0) })
        member("description", entry.cache.description)
        members(ofUse: entry.cache)
        member("projectCount", entry.projectCount)
    }

    fileprivate mutating func members(of leftover: CachesReport.Orphan) {
        member("root", leftover.root)
        member("kind", leftover.orphan.kind.rawValue)
        member("id", leftover.orphan.id)
        member("record", leftover.orphan.record)
        member("path", leftover.orphan.path)
        member("detail", leftover.orphan.detail)
    }

    fileprivate mutating func members(of step: DiscoveryStep) {
        member("path", step.path)
        member("origin", step.origin)
        member("verdict", step.verdict.rawValue)
        member("detail", step.detail)
    }

    fileprivate mutating func members(of trouble: Trouble, in report: CachesReport) {
        let index = Int(trouble.cache)
        let cache = report.caches.indices.contains(index) ? index : nil
        member("cache", cache.map { report.caches[$0].cache.id })
        member("cacheIndex", cache)
        member("path", trouble.path)
        member("reason", trouble.reason.rawValue)
        member("detail", trouble.detail)
        member("subtree", trouble.isSubtree)
    }
}
