import BuildKit
import Inventory
import Linux
import Purge

/// Looks again at what was purged by its files.
enum PurgeProof {
    /// Corrects what a removal says of itself by what is there.
    static func look(_ opened: borrowing OpenedTarget, _ target: PurgeTarget, _ row: inout PurgeReport.Row) {
        if let entries = target.entries { return look(at: entries, opened, &row) }
        // Of what was stopped nobody has said that it is gone.
        if Signals.requested != nil, !row.outcome.isDone { return }
        do {
            let content = try PurgeLook.content(of: opened.content, before: row.began)
            if content.old > 0 {
                row.outcome = .partly
                row.leftCount = max(row.leftCount, content.old)
                row.notes.append("\(content.old) entries that were to go are still there")
            }
            // What the removal itself named as left is known; the rest has come since.
            if content.files > 0, row.leftCount == 0, row.appeared == 0 { row.appeared = content.files }
            if row.appeared > 0 { row.notes.append("a build has begun to fill it again") }
        } catch {
            row.outcome = .partly
            row.notes.append("it could not be looked through afterwards: \(error)")
        }
    }

    /// Paths of entries that are not there: where nobody knows how far a purge came, it took these.
    static func absent(_ entries: [PurgePlan.Entry], _ opened: borrowing OpenedTarget) -> Set<ByteString> {
        var absent: Set<ByteString> = []
        for entry in entries {
            do throws(SystemError) {
                _ = try opened.content.openPath(beneath: (entry.path.bytes + [0]).span)
            } catch {
                if error.isNowhere { absent.insert(entry.path) }
            }
        }
        return absent
    }

    private static func look(
        at entries: [PurgePlan.Entry], _ opened: borrowing OpenedTarget, _ row: inout PurgeReport.Row
    ) {
        for entry in entries where entry.kind != .directory {
            do throws(SystemError) {
                let status = try opened.content.openPath(beneath: (entry.path.bytes + [0]).span).status()
                let isSame =
                    status.device == entry.identity.device && status.inode == entry.identity.inode
                    && status.changed == entry.identity.changed
                if isSame {
                    row.taken.remove(entry.path)
                    if row.outcome.isDone { row.outcome = .partly }
                } else if !row.left.contains(where: { $0.path == entry.path }) {
                    row.appeared += 1
                }
            } catch {
                if error.isNowhere { continue }
                row.outcome = .partly
                row.notes.append("\(Quotation.text(entry.path.bytes)): it could not be looked at afterwards: \(error)")
            }
        }
    }
}
