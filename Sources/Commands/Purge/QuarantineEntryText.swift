import Inventory
import Purge
import Report

/// An entry of the quarantine for people.
///
/// ```
///  ATTRIBUTE  VALUE
///  id         4f0c9a7be21d5c36
///  mode       0600
///  …
/// ```
struct QuarantineEntryText {
    private let style: TextStyle

    init(_ style: TextStyle) {
        self.style = style
    }

    /// All that is known of it, a line each.
    func text(of entry: QuarantineEntry) -> String {
        var table = Table([Table.Column("ATTRIBUTE"), Table.Column("VALUE", canShrink: false)])
        for (name, value) in rows(entry) { table.add([Table.Cell(name), Table.Cell(value)]) }
        return table.render(style)
    }

    private func rows(_ entry: QuarantineEntry) -> [(String, String)] {
        var rows = [
            ("id", entry.id), ("taken", Timestamp.plain(nanoseconds: entry.taken)),
            ("cache", Quotation.text(entry.cache.bytes)), ("folder", Quotation.text(entry.folder.bytes)),
            ("path", Quotation.text(entry.path.bytes)), ("kind", entry.kind.word), ("size", Human.size(entry.size)),
        ]
        if let digest = entry.digest { rows.append(("sha256", digest.hex)) }
        if let target = entry.target { rows.append(("target", Quotation.text(target.bytes))) }
        if entry.specialDevice != 0 {
            rows.append(("device", "\(entry.specialDevice >> 32):\(entry.specialDevice & 0xffff_ffff)"))
        }
        rows += [
            ("owner", "\(entry.owner):\(entry.group)"), ("mode", Self.octal(entry.mode)),
            ("modified", Timestamp.plain(nanoseconds: entry.modified)),
            ("changed", Timestamp.plain(nanoseconds: entry.changed)), ("names", String(entry.links)),
        ]
        for attribute in entry.attributes {
            rows.append(
                ("attribute", "\(Quotation.text(attribute.name.bytes)), \(Human.size(Int64(attribute.value.count)))"))
        }
        if entry.attributesLost > 0 { rows.append(("attributes not kept", String(entry.attributesLost))) }
        if let rule = entry.why.rule { rows.append(("rule", Escape.text(rule))) }
        if let incident = entry.why.incident { rows.append(("incident", Escape.text(incident))) }
        if let purge = entry.why.purge { rows.append(("purge", String(purge))) }
        if !entry.why.reason.isEmpty { rows.append(("taken by", Escape.text(entry.why.reason))) }
        if !entry.isStable { rows.append(("stable", "no: it changed while it was copied")) }
        for build in entry.builds { rows.append(("build", Escape.text(build))) }
        return rows
    }

    /// Four octal digits, as `chmod` takes them.
    private static func octal(_ mode: UInt32) -> String {
        let digits = String(mode & 0o7777, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
