package import Inventory

/// A purge plan for people. No line starts with bytes that somebody else chose.
///
/// ```
///  Purge plan: 2 caches, 14 files, 12.3 MiB; nothing was removed
///
///  WHAT       CACHE              FILES      SIZE  LAST USED         IN USE  WAY     EVIDENCE  REBUILT BY  WHY
///  all        //root/.cache/pip     12  12.3 MiB  2026-11-21 03:04  no      engine  no        acme/web    budget: …
///  2 entries  /acme-npm              2   1.1 KiB  -                 yes     files   kept      -           rule: …
///
///  Apply it with: bezoar purge --apply plan.json
/// ```
/// Where the caches are of several state roots, each has a table of its own under its name. Caches of one id are told
/// apart by what stands behind it.
package struct PurgePlanWriter {
    /// Entries of a target that are named, unless text is verbose, and reasons.
    private static let entriesMax = 5
    private static let reasonsMax = 3

    private let style: TextStyle

    package init(style: TextStyle = TextStyle()) {
        self.style = style
    }

    /// Writes it. `apply` is the command that applies it; `isKept` says whether it reads this very plan from a file.
    package func write(_ plan: PurgePlan, apply: String, isKept: Bool, to output: Output) {
        let count = Human.counted(plan.targets.count, "cache")
        let files = Human.counted(plan.files, "file")
        output.write("Purge plan: \(count), \(files), \(Human.size(plan.bytes)); nothing was removed\n")
        let groups = TargetGroups(plan.targets, style)
        writeTables(plan, groups, to: output)
        writeProjects(plan, groups, to: output)
        for (index, target) in plan.targets.enumerated() {
            writeEntries(target, groups.names[index] ?? "", to: output)
        }
        if plan.targets.contains(where: { $0.entries == nil }), style.detail != .quiet {
            output.write("\nOf a cache where WHAT says all, everything goes that is in it when the plan is applied,\n")
            output.write("also what comes after now; the report then says how much came.\n")
        }
        writeSentences("Worth knowing", plan.notes, .faint, to: output)
        writeSentences("Not seen", plan.unseen, .warning, to: output)
        if plan.targets.isEmpty || style.detail == .quiet { return }
        let hint = isKept ? "Apply it with" : "Apply it (it is planned anew then; --output keeps this one) with"
        output.write("\n\(hint): \(Escape.text(apply))\n")
    }

    /// One table for each state root. Columns of which nothing is known are left out: the tables are wide enough.
    private func writeTables(_ plan: PurgePlan, _ groups: TargetGroups, to output: Output) {
        let hasUse = plan.targets.contains { $0.lastUsed != nil }
        let hasMounts = plan.targets.contains { !$0.isTree || $0.isInUse }
        let hasProjects = plan.targets.contains { !$0.projects.isEmpty }
        var columns = [
            Table.Column("WHAT"), Table.Column("CACHE", canShrink: true), Table.Column("FILES", isRight: true),
            Table.Column("SIZE", isRight: true),
        ]
        if hasUse { columns.append(Table.Column("LAST USED")) }
        if hasMounts { columns.append(Table.Column("IN USE")) }
        columns += [Table.Column("WAY"), Table.Column("EVIDENCE")]
        if hasProjects { columns.append(Table.Column("REBUILT BY", canShrink: true)) }
        groups.write(columns + [Table.Column("WHY", canShrink: true)], style, to: output) { place, name in
            let target = plan.targets[place]
            let what = target.entries.map { Human.counted($0.count, "entry", "entries") } ?? "all"
            var cells = [
                Table.Cell(what), Table.Cell(name), Table.Cell(Human.count(target.files)),
                Table.Cell(Human.size(target.bytes)),
            ]
            if hasUse {
                let time = target.lastUsed.map { String(Timestamp.plain(nanoseconds: $0).prefix(16)) }
                cells.append(Table.Cell(time ?? "-"))
            }
            if hasMounts {
                cells.append(target.isInUse ? Table.Cell("yes", .warning) : Table.Cell(target.isTree ? "?" : "no"))
            }
            cells += [Table.Cell(target.way.rawValue), Table.Cell(target.keepsEvidence ? "kept" : "no")]
            if hasProjects { cells.append(Table.Cell(rebuilders(target))) }
            return cells + [Table.Cell(reasons(target))]
        }
    }

    private func rebuilders(_ target: PurgeTarget) -> String {
        // Those first that are known best.
        let order = target.projects.filter { !isGuess($0) } + target.projects.filter(isGuess)
        guard let first = order.first else { return "-" }
        let rest = order.count - 1
        return name(of: first) + (rest > 0 ? " +\(Human.count(rest))" : "")
    }

    private func name(of project: PurgePlan.Rebuilder) -> String {
        Escape.shown(project.source) + (isGuess(project) ? "?" : "")
    }

    /// Whether the name of a project is less than its repository's address.
    private func isGuess(_ project: PurgePlan.Rebuilder) -> Bool { project.certainty != .exact }

    private func writeProjects(_ plan: PurgePlan, _ groups: TargetGroups, to output: Output) {
        let projects = plan.targets.flatMap(\.projects)
        if style.detail == .quiet { return }
        if projects.contains(where: isGuess) {
            let hint = style.detail == .verbose ? "said below" : "--verbose says which"
            let words = "a project with `?` is a guess: the name of an image, a folder or a file, or no more than a "
            output.write("\n" + Paragraph.lines(words + "Dockerfile (\(hint))", style, indent: 2, label: "- "))
        }
        guard style.detail == .verbose else { return }
        for (index, target) in plan.targets.enumerated() where !target.projects.isEmpty {
            output.write("\nRebuilt in " + style.paint(groups.names[index] ?? "", .heading) + "\n")
            for project in target.projects {
                let certainty = project.certainty?.rawValue ?? "not told how sure"
                let builds = Human.counted(project.builds, "build")
                output.write("  \(Escape.shown(project.source))  \(certainty), \(builds)\n")
            }
        }
    }

    private func reasons(_ target: PurgeTarget) -> String {
        let words = target.reasons.prefix(Self.reasonsMax).map { reason in
            let about = [reason.rule, reason.purl].compactMap { $0 }.joined(separator: " ")
            return Escape.text("\(reason.selector): \(about.isEmpty ? reason.detail : about)")
        }
        let rest = target.reasons.count - words.count
        return words.joined(separator: "; ") + (rest > 0 ? " +\(Human.count(rest))" : "")
    }

    private func writeEntries(_ target: PurgeTarget, _ name: String, to output: Output) {
        guard let entries = target.entries, style.detail != .quiet else { return }
        output.write("\nIn " + style.paint(name, .heading) + "\n")
        let shown = style.detail == .verbose ? entries[...] : entries.prefix(Self.entriesMax)
        for entry in shown {
            let size = Human.size(max(0, entry.identity.size))
            output.write("  \(Escape.shown(entry.path))  \(size)\n")
        }
        if entries.count > shown.count {
            output.write("  and \(Human.count(entries.count - shown.count)) more (--verbose lists them)\n")
        }
    }

    private func writeSentences(_ title: String, _ sentences: [String], _ ink: TextStyle.Ink, to output: Output) {
        if sentences.isEmpty { return }
        output.write("\n" + style.paint(title, ink) + "\n")
        for sentence in sentences { output.write(Paragraph.lines(Escape.prose(sentence), style, indent: 2, label: "")) }
    }
}
