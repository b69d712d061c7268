import BuildKit
import Inventory
import Linux
import Purge
import Walk

/// Looks at what is in a directory, before and after a removal.
enum PurgeLook {
    /// Why a look came to nothing.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// What a look found.
    struct Content {
        /// Entries that are no folders, and folders.
        var files = 0
        var folders = 0
        /// Those among the files that were there before the purge began: by their change time, or, where somebody has
        /// moved them since, by when they were made.
        var old = 0
    }

    /// Nanoseconds by which the clock that stamps files may be behind.
    private static let stampLag: Int64 = 50_000_000

    /// Paths of all entries that are no folders.
    static func paths(in directory: borrowing Descriptor, limit: Int) throws -> [ByteString] {
        var paths: [ByteString] = []
        try walk(directory) { batch throws(Failure) in
            for record in batch.records { paths.append(batch.path(of: record)) }
            if paths.count > limit { throw Failure(description: "it has more than \(limit) entries") }
        }
        return paths.sorted()
    }

    /// How much is in a directory, and how much of it was there before a moment.
    static func content(of directory: borrowing Descriptor, before moment: Int64) throws -> Content {
        var content = Content()
        let (limit, overflow) = moment.subtractingReportingOverflow(stampLag)
        if overflow { throw Failure(description: "its journal has no time that can be") }
        try walk(directory) { batch throws(Failure) in
            content.files += batch.records.count
            for record in batch.records {
                var isOld = record.identity.changed < limit
                if !isOld { isOld = try isBorn(batch.path(of: record), directory, before: limit) }
                if isOld { content.old += 1 }
            }
            content.folders += batch.directories
        }
        return content
    }

    /// Whether what stands at a path was made before a moment. File systems that keep no such time say no.
    private static func isBorn(
        _ path: ByteString, _ directory: borrowing Descriptor, before moment: Int64
    ) throws(Failure) -> Bool {
        do throws(SystemError) {
            let status = try directory.openPath(beneath: (path.bytes + [0]).span).status()
            return status.born.map { $0 < moment } ?? false
        } catch {
            if error.isNowhere { return false }
            throw Failure(description: "\(Quotation.text(path.bytes)): \(error)")
        }
    }

    private static func walk(
        _ directory: borrowing Descriptor, _ receive: (FileBatch) throws(Failure) -> Void
    ) throws {
        let again = try directory.openDirectory(beneath: [UInt8(ascii: "."), 0].span)
        let root = try WalkRoot(cache: 0, directory: again)
        // One look, which brings each path once: whoever was let go on may move things meanwhile.
        let options = WalkOptions(
            jobs: 2, maximumFileSize: .max, descriptorBudget: 1024, readsLinks: false, laterLooks: 0)
        let outcome = try Walk.run(
            [root], options: options, known: SizesOnly(), progress: WalkProgress(),
            isCancelled: { Signals.requested != nil }, tick: {},
            receive: { (batch) throws(Failure) in
                if let trouble = batch.troubles.first(where: { $0.reason != .vanished }) {
                    let place = trouble.path.isEmpty ? "" : "\(Quotation.text(trouble.path.bytes)): "
                    throw Failure(description: place + trouble.detail)
                }
                try receive(batch)
            })
        if let failure = outcome.failure { throw Failure(description: failure) }
        if outcome.wasCancelled { throw Failure(description: "stopped") }
    }
}
