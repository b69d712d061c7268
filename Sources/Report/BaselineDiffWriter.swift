package import Inventory

/// `baseline diff`: text, or `bezoar.baseline-diff/1`.
///
/// ```
///  DIFFERENT: 1 modified, 1 moved; NOT COMPARED: 1 cache was never audited here (scan 3 to scan 4)
///
///  Cache //root/.cache/pip
///    modified  http-v2/a/b  0123456789ab -> ba9876543210
///    moved     wheels/x     from wheels/y, mode 644 -> 755
///
///  Not compared
///    //root/.npm  never audited here
/// ```
package struct BaselineDiffWriter {
    /// Name and version of the JSON format.
    package static let schema = "bezoar.baseline-diff/1"
    /// Hexadecimal digits of a digest that text shows unless it is verbose.
    static let shortDigest = 12

    private let version: String
    private let style: TextStyle

    /// Writes for this version of the program.
    package init(version: String, style: TextStyle = TextStyle()) {
        self.version = version
        self.style = style
    }

    /// Writes the whole difference.
    package func write(_ diff: BaselineDiff, as format: DocumentFormat, to output: Output) {
        switch format {
        case .text: writeText(diff, to: output)
        case .json: writeJSON(diff, to: output)
        }
        output.flush()
    }

    // MARK: - Text

    private func writeText(_ diff: BaselineDiff, to output: Output) {
        let isSame = !diff.differs && diff.changes.isEmpty
        if style.detail != .quiet || !isSame || !diff.isComplete { output.write(headline(diff, isSame: isSame)) }
        var order: [ByteString] = []
        var groups: [ByteString: [Change]] = [:]
        for change in diff.changes {
            if groups[change.cache] == nil { order.append(change.cache) }
            groups[change.cache, default: []].append(change)
        }
        for cache in order {
            var table = Table([Table.Column(""), Table.Column("", canShrink: true), Table.Column("", canShrink: true)])
            for change in groups[cache] ?? [] {
                table.add([
                    Table.Cell(change.kind.rawValue, Self.ink(change.kind)), Table.Cell(Escape.shown(change.path)),
                    Table.Cell(detail(of: change)),
                ])
            }
            output.write("\n" + style.paint("Cache ", .faint) + style.paint(Escape.shown(cache), .heading) + "\n")
            output.write(table.render(style, indent: 2))
        }
        writeCoverage(diff, to: output)
        let unlisted = Self.unlisted(diff)
        if unlisted > 0 { output.write("\nand " + Human.counted(unlisted, "change") + " more, not listed\n") }
    }

    private func headline(_ diff: BaselineDiff, isSame: Bool) -> String {
        var parts: [String] = []
        if !isSame {
            parts.append(style.paint("DIFFERENT: " + Self.differences(diff), .warning))
        } else if diff.isComplete {
            parts.append(style.paint("SAME: no entry differs", .good))
        }
        let unknown = diff.notCompared.count { $0.reason == .notAudited }
        if unknown > 0 {
            let caches = Human.counted(unknown, "cache was", "caches were")
            parts.append(style.paint("NOT COMPARED: " + caches + " never audited here", .warning))
        }
        if !diff.sawEverything {
            parts.append(style.paint("INCOMPLETE: the last audit did not see everything", .warning))
        } else if let caches = Self.counted(diff, .incomplete) {
            parts.append(style.paint("INCOMPLETE: of " + caches + " not everything was seen", .warning))
        } else if !diff.isComplete && unknown == 0 {
            parts.append(style.paint("INCOMPLETE: not everything could be compared", .warning))
        }
        return parts.joined(separator: "; ") + " (" + Escape.text(diff.from) + " to " + Escape.text(diff.to) + ")\n"
    }

    /// What makes two states differ: entries, and caches that only the present one has.
    private static func differences(_ diff: BaselineDiff) -> String {
        var parts: [String] = []
        if diff.counts != ChangeCounts() { parts.append(TextAuditWriter.changes(diff.counts)) }
        if let caches = counted(diff, .notInBaseline) { parts.append(caches + " no part of the baseline") }
        return parts.joined(separator: ", ")
    }

    private static func counted(_ diff: BaselineDiff, _ reason: BaselineDiff.NotCompared.Reason) -> String? {
        let count = diff.notCompared.count { $0.reason == reason }
        return count == 0 ? nil : Human.counted(count, "cache")
    }

    /// The caches that were not compared, or only at an older state.
    private func writeCoverage(_ diff: BaselineDiff, to output: Output) {
        if style.detail == .quiet && diff.isComplete { return }
        var table = Table([Table.Column("", canShrink: true), Table.Column("")])
        for entry in diff.notCompared {
            let reason =
                switch entry.reason {
                case .notAudited: "never audited here"
                case .notInBaseline: "no part of the baseline"
                case .incomplete: "its last audit did not see everything"
                }
            table.add([Table.Cell(Escape.shown(entry.cache)), Table.Cell(reason)])
        }
        if !diff.notCompared.isEmpty {
            output.write("\n" + style.paint("Not compared", .warning) + "\n" + table.render(style, indent: 2))
        }
        guard !diff.older.isEmpty else { return }
        var older = Table([Table.Column("", canShrink: true), Table.Column("")])
        for entry in diff.older {
            let time = "last audited " + Timestamp.plain(nanoseconds: entry.audited)
            older.add([Table.Cell(Escape.shown(entry.cache)), Table.Cell(time)])
        }
        let heading = "Not in the last audit, compared as last seen"
        output.write("\n" + style.paint(heading, .warning) + "\n" + older.render(style, indent: 2))
    }

    private func detail(of change: Change) -> String {
        // Of an entry that only one side has there is nothing to tell apart.
        if change.kind == .added || change.kind == .removed {
            return (change.kind == .added ? change.newDigest : change.oldDigest).map(digest) ?? ""
        }
        var parts: [String] = []
        if let oldPath = change.oldPath { parts.append("from " + Escape.shown(oldPath)) }
        if change.oldDigest != change.newDigest {
            parts.append(digest(change.oldDigest) + " -> " + digest(change.newDigest))
        }
        if change.oldMode != change.newMode {
            parts.append("mode " + Self.mode(change.oldMode) + " -> " + Self.mode(change.newMode))
        }
        return parts.joined(separator: ", ")
    }

    private func digest(_ digest: SHA256Digest?) -> String {
        guard let digest else { return "none" }
        return style.detail == .verbose ? digest.hex : String(digest.hex.prefix(Self.shortDigest))
    }

    private static func mode(_ mode: UInt32?) -> String {
        mode.map { String($0 & 0o7777, radix: 8) } ?? "none"
    }

    private static func ink(_ kind: Change.Kind) -> TextStyle.Ink {
        switch kind {
        case .added: .good
        case .removed: .high
        case .modified: .warning
        case .moved: .info
        }
    }

    /// Changes that are counted and not listed.
    private static func unlisted(_ diff: BaselineDiff) -> Int {
        let counts = diff.counts
        let sum = [counts.added, counts.removed, counts.modified, counts.moved].reduce(0) { sum, count in
            let (next, overflow) = sum.addingReportingOverflow(count)
            return overflow ? .max : next
        }
        return max(0, sum - diff.changes.count)
    }

    // MARK: - JSON

    private func writeJSON(_ diff: BaselineDiff, to output: Output) {
        var json = JSONWriter(to: output, lineDepth: 2)
        json.object { json in
            json.member("schema", Self.schema)
            json.tool(version: version)
            json.member("from", diff.from)
            json.member("to", diff.to)
            json.member("complete", diff.isComplete)
            json.array("changes") { json in
                for change in diff.changes { json.object { $0.members(of: change) } }
            }
            json.array("notCompared") { json in
                for entry in diff.notCompared {
                    json.object { json in
                        json.member("cache", entry.cache)
                        json.member("reason", entry.reason.rawValue)
                    }
                }
            }
            json.array("older") { json in
                for entry in diff.older {
                    json.object { json in
                        json.member("cache", entry.cache)
                        json.member("audited", time: entry.audited)
                    }
                }
            }
            json.object("summary") { json in
                json.members(of: diff.counts)
                json.member("unlisted", Self.unlisted(diff))
            }
        }
        json.finish()
    }
}

extension JSONWriter {
    fileprivate mutating func members(of change: Change) {
        member("kind", change.kind.rawValue)
        member("cache", change.cache)
        member("path", change.path)
        member("oldPath", change.oldPath)
        member("oldSha256", change.oldDigest?.hex)
        member("newSha256", change.newDigest?.hex)
        member("oldMode", change.oldMode)
        member("newMode", change.newMode)
    }
}
