internal import Inventory

/// The lockfiles that builds used, in what `caches` writes.
extension CachesWriter {
    /// A table for people; empty where there are none.
    func lockfiles(of report: CachesReport) -> String {
        guard !report.lockfiles.isEmpty else { return "" }
        let title = "Lockfiles that builds used: " + Human.count(report.lockfiles.count)
        var table = Table([
            Table.Column("FROM"), Table.Column("LOCKFILE", canShrink: true), Table.Column("BUILDS", isRight: true),
            Table.Column("MOUNTS", canShrink: true), Table.Column("PLACE", canShrink: true),
        ])
        for found in report.lockfiles {
            let lockfile = found.lockfile
            let mounts = lockfile.mounts.map { Escape.shown($0) }.joined(separator: ", ")
            table.add([
                Table.Cell(lockfile.source.rawValue), Table.Cell(Escape.shown(lockfile.name)),
                Table.Cell(Human.count(lockfile.builds.count)), Table.Cell(mounts.isEmpty ? "-" : mounts),
                Table.Cell(Escape.shown(lockfile.path)),
            ])
        }
        return "\n" + style.paint(title, .heading) + "\n" + table.render(style, indent: 2)
    }
}

extension JSONWriter {
    /// A lockfile that a build used.
    mutating func members(of found: CachesReport.Lockfile) {
        member("root", found.root)
        member("path", found.lockfile.path)
        member("name", found.lockfile.name)
        member("source", found.lockfile.source.rawValue)
        member("record", found.lockfile.record)
        member("mounts", found.lockfile.mounts.map { Escape.percent($0) })
        member("builds", found.lockfile.builds)
    }
}
