internal import Inventory
internal import SQLite

/// A row of `build`: what BuildKit told of one build, without what looks like a secret.
struct BuildRow: ListedRow {
    var id: Int64
    /// When it was first read from the history, nanoseconds since 1970.
    var harvested: Int64
    /// Mounts and notes are rows of their own, and empty here until they are read.
    var build: Build

    static let tag = RowTag.build
    static let columns = """
        id, root, ref, harvested, project, certainty, evidence, revision, branch, started, finished, result, failure,
        steps_cached, steps_completed, steps_total, insecure, pinned, provenance, dockerfile_name, dockerfile
        """
    static let columnCount: Int32 = 21

    init(id: Int64, harvested: Int64, build: Build) {
        self.id = id
        self.harvested = harvested
        self.build = build
    }

    init(from row: borrowing Statement) {
        func number(_ column: Int32) -> Int64? { row.isNull(at: column) ? nil : row.integer(at: column) }
        func bytes(_ column: Int32) -> ByteString? { row.blob(at: column).map { ByteString($0) } }
        id = row.integer(at: 0)
        harvested = row.integer(at: 3)
        build = Build(
            root: bytes(1) ?? "", ref: row.text(at: 2) ?? "",
            result: Build.Result(rawValue: row.text(at: 11) ?? "") ?? .failed)
        if let source = bytes(4) {
            build.project = Project(
                source: source, certainty: Project.Certainty(rawValue: row.text(at: 5) ?? "") ?? .hint,
                evidence: row.text(at: 6) ?? "")
        }
        build.revision = row.text(at: 7)
        build.branch = bytes(8)
        build.started = number(9)
        build.finished = number(10)
        build.failure = bytes(12)
        build.stepsCached = number(13).map { Int($0) }
        build.stepsCompleted = number(14).map { Int($0) }
        build.stepsTotal = number(15).map { Int($0) }
        build.isInsecure = row.integer(at: 16) != 0
        build.isPinned = row.integer(at: 17) != 0
        build.hasProvenance = row.integer(at: 18) != 0
        build.dockerfileName = bytes(19)
        build.dockerfile = bytes(20)
    }

    /// All columns, in order.
    var values: [ColumnValue] {
        [
            .integer(id), .bytes(build.root.bytes), .text(build.ref), .integer(harvested),
            .bytes(build.project?.source.bytes), .text(build.project?.certainty.rawValue),
            .text(build.project?.evidence), .text(build.revision), .bytes(build.branch?.bytes),
            .integer(build.started), .integer(build.finished), .text(build.result.rawValue),
            .bytes(build.failure?.bytes), .integer(build.stepsCached.map { Int64($0) }),
            .integer(build.stepsCompleted.map { Int64($0) }), .integer(build.stepsTotal.map { Int64($0) }),
            .integer(build.isInsecure ? 1 : 0), .integer(build.isPinned ? 1 : 0),
            .integer(build.hasProvenance ? 1 : 0), .bytes(build.dockerfileName?.bytes),
            .bytes(build.dockerfile?.bytes),
        ]
    }
}
