internal import Inventory
internal import SQLite

/// A row of `build_mount`: one cache mount of one step of a build.
struct BuildMountRow: ListedRow {
    var build: Int64
    /// Place in the build's list.
    var position: Int64
    var use: MountUse

    static let tag = RowTag.buildMount
    static let columns = """
        build, position, mount_id, target, sharing, selector, read_only, based, execution, evidence, command, started,
        finished
        """
    static let columnCount: Int32 = 13

    init(build: Int64, position: Int64, use: MountUse) {
        self.build = build
        self.position = position
        self.use = use
    }

    init(from row: borrowing Statement) {
        func bytes(_ column: Int32) -> ByteString { ByteString(row.blob(at: column) ?? []) }
        build = row.integer(at: 0)
        position = row.integer(at: 1)
        use = MountUse(
            id: bytes(2), target: bytes(3), sharing: MountCache.Sharing(rawValue: row.text(at: 4) ?? "") ?? .shared,
            selector: bytes(5), isReadOnly: row.integer(at: 6) != 0, hasBase: row.integer(at: 7) != 0,
            execution: MountUse.Execution(rawValue: row.text(at: 8) ?? "") ?? .unknown,
            evidence: MountUse.Evidence(rawValue: row.text(at: 9) ?? "") ?? .dockerfile, command: bytes(10),
            started: row.isNull(at: 11) ? nil : row.integer(at: 11),
            finished: row.isNull(at: 12) ? nil : row.integer(at: 12))
    }

    var values: [ColumnValue] {
        [
            .integer(build), .integer(position), .bytes(use.id.bytes), .bytes(use.target.bytes),
            .text(use.sharing.rawValue), .bytes(use.selector.bytes), .integer(use.isReadOnly ? 1 : 0),
            .integer(use.hasBase ? 1 : 0), .text(use.execution.rawValue), .text(use.evidence.rawValue),
            .bytes(use.command.bytes), .integer(use.started), .integer(use.finished),
        ]
    }
}
