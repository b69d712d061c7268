package import Linux

/// Reading a file that a daemon holds locked and writes to.
///
/// The daemon never changes a page that the newest meta leads to: transaction m + 1 writes pages that are free in m,
/// and then a meta page. Only m + 2 may write again what m used, and it begins when m + 1 is to be seen. So:
///
/// ```
///   newest meta A ──► copy of the pages it leads to ──► newest meta B
///   B is A:   the copy is what transaction A wrote
///   else:     another transaction came between; wait a little, read again
/// ```
///
/// Every copy is checked from end to end while it is made. Where that fails although no transaction came between, the
/// file is broken, or it lies on a file system of another host that does not keep what is read in step with what is
/// written: a second and third copy decide.
///
/// No lock is taken, not even a shared one: a daemon that starts would wait for it for ever. Nothing is mapped:
/// mapped pages would change under the reader, or end the process where the file gets shorter.
extension BoltDatabase {
    /// Reads a file of a folder. Symbolic links and what is no regular file are refused.
    ///
    /// `only` names the buckets of the root that are wanted, all where it is `nil`: the others are not copied, and
    /// opening one throws. `sieve` says which values of the buckets in these are wanted: the others are as if they were
    /// not there. `copyLimit` bounds the bytes below the high-water mark.
    package static func read(
        _ folder: borrowing Descriptor, _ name: [UInt8], only: [[UInt8]]? = nil, sieve: BoltSieve? = nil,
        copyLimit: Int = BoltLimits.copySize
    ) throws(BoltError) -> BoltDatabase {
        let file: Descriptor?
        do throws(SystemError) {
            file = try RegularFileOpener(for: folder).open((name + [0]).span, in: folder)
        } catch {
            throw BoltError(error.number == SystemError.notFound ? .missing : .unreadable, "\(error)")
        }
        guard let file else { throw BoltError(.unreadable, "not a regular file") }
        var effort = BoltEffort()
        return try read(
            file, name: String(decoding: name, as: UTF8.self), only: only, sieve: sieve, copyLimit: copyLimit,
            effort: &effort)
    }

    /// Reads an open file. `name` is for messages; `effort` counts what had to be read again.
    package static func read(
        _ file: borrowing Descriptor, name: String, only: [[UInt8]]? = nil, sieve: BoltSieve? = nil,
        copyLimit: Int = BoltLimits.copySize, effort: inout BoltEffort
    ) throws(BoltError) -> BoltDatabase {
        let status = try status(of: file)
        guard status.isRegularFile else { throw BoltError(.unreadable, "not a regular file") }
        guard status.size <= BoltLimits.fileSize else {
            throw BoltError(
                .tooLarge, "the file has \(status.size) bytes, more than the limit of \(BoltLimits.fileSize)")
        }
        let selection = BoltSelection(only: only, sieve: sieve)
        let begun = Clock.steady
        let faultsBefore = effort.faults
        var pause = BoltLimits.firstPauseMilliseconds
        for attempt in 1...BoltLimits.attempts {
            let meta = try newestMeta(file, &effort)
            effort.copies += 1
            do throws(BoltError) {
                try checkLength(of: file, meta)
                let image = try BoltLoader.load(file, meta, selection, limit: copyLimit, name: name)
                if try newestMeta(file, &effort) == meta { return BoltDatabase(image: image) }
            } catch {
                if error.kind != .malformed && error.kind != .tooLarge { throw error }
                // What was read is broken. That is nobody's fault where the daemon wrote meanwhile.
                if try newestMeta(file, &effort) == meta {
                    effort.faults += 1
                    if effort.faults - faultsBefore == BoltLimits.faultyCopies { throw error }
                }
            }
            if attempt == BoltLimits.attempts || Clock.steady - begun > BoltLimits.patienceNanoseconds { break }
            if effort.isPatient { Clock.pause(milliseconds: pause) }
            pause = min(pause * 2, BoltLimits.longestPauseMilliseconds)
        }
        throw BoltError(.unstable, "the file changed each of the \(effort.copies) times it was read")
    }

    /// The newest valid meta page; looks again while both are invalid, since one of them may just be written.
    private static func newestMeta(
        _ file: borrowing Descriptor, _ effort: inout BoltEffort
    ) throws(BoltError) -> BoltMeta {
        for attempt in 1...BoltLimits.metaAttempts {
            if attempt > 1 {
                effort.metas += 1
                if effort.isPatient { Clock.pause(milliseconds: BoltLimits.metaPauseMilliseconds) }
            }
            let meta = try BoltMeta.newest { (offset) throws(BoltError) in
                do throws(SystemError) {
                    return try file.bytes(at: Int64(offset), count: BoltMeta.length)
                } catch {
                    throw BoltError(.unreadable, "\(error)")
                }
            }
            if let meta { return meta }
        }
        throw noMeta
    }

    /// Refuses a file that ends before the pages it says it has. One that grows does so before a meta says so.
    private static func checkLength(of file: borrowing Descriptor, _ meta: BoltMeta) throws(BoltError) {
        let used = try meta.usedLength(limit: .max)
        let size = try status(of: file).size
        guard used <= size else {
            throw BoltError(
                .malformed, page: UInt64(size) / UInt64(meta.pageSize),
                "the file ends after \(size) bytes, before the \(used) it says it has")
        }
    }

    private static func status(of file: borrowing Descriptor) throws(BoltError) -> FileStatus {
        do throws(SystemError) {
            return try file.status()
        } catch {
            throw BoltError(.unreadable, "\(error)")
        }
    }
}
