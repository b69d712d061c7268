package import Inventory

/// `baseline diff`: text, or `bezoar.baseline-diff/1`.
///
/// ```
///  DIFFERENT: 1 modified, 1 moved (scan 3 to scan 4)
///
///  //root/.cache/pip
///    modified  http-v2/a/b  0123456789ab -> ba9876543210
///    moved     wheels/x     from wheels/y, mode 644 -> 755
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
        let isSame = diff.counts == ChangeCounts() && diff.changes.isEmpty
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
        let unlisted = Self.unlisted(diff)
        if unlisted > 0 { output.write("\nand " + Human.counted(unlisted, "change") + " more, not listed\n") }
    }

    private func headline(_ diff: BaselineDiff, isSame: Bool) -> String {
        var parts: [String] = []
        if !isSame {
            parts.append(style.paint("DIFFERENT: " + TextAuditWriter.changes(diff.counts), .warning))
        } else if diff.isComplete {
            parts.append(style.paint("SAME: no file differs", .good))
        }
        if !diff.isComplete { parts.append(style.paint("INCOMPLETE: not everything could be compared", .warning)) }
        return parts.joined(separator: "; ") + " (" + Escape.text(diff.from) + " to " + Escape.text(diff.to) + ")\n"
    }

    private func detail(of change: Change) -> String {
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
