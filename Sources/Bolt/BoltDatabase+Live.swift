package import Linux

/// Reading a file that a daemon holds locked and writes to.
///
/// The daemon never changes a page that the newest meta leads to: transaction m + 1 writes pages that are free in m,
/// and then a meta page. Only m + 2 may write again what m used, and it begins when m + 1 is to be seen. So:
///
/// ```
///   newest meta A ──► copy of all pages below its high-water mark ──► newest meta B
///   B is A, and the copy's newest is A too:   the copy is what transaction A wrote
///   else:                                     another transaction came between; wait a little, read again
/// ```
///
/// Every accepted copy is then checked from end to end (`check`). Where that fails although no transaction came
/// between, the file is broken, or it lies on a file system of another host that does not keep what is read in step
/// with what is written: a second and third copy decide.
///
/// No lock is taken, not even a shared one: a daemon that starts would wait for it for ever. Nothing is mapped:
/// mapped pages would change under the reader, or end the process where the file gets shorter.
extension BoltDatabase {
    /// Reads a file of a folder. Symbolic links and what is no regular file are refused.
    package static func read(
        _ folder: borrowing Descriptor, _ name: [UInt8], copyLimit: Int = BoltLimits.copySize
    ) throws(BoltError) -> BoltDatabase {
        let file: Descriptor?
        do throws(SystemError) {
            file = try RegularFileOpener(for: folder).open((name + [0]).span, in: folder)
        } catch {
            throw BoltError(.unreadable, "\(error)")
        }
        guard let file else { throw BoltError(.unreadable, "not a regular file") }
        return try read(file, name: String(decoding: name, as: UTF8.self), copyLimit: copyLimit)
    }

    /// Reads an open file. `name` is for messages.
    package static func read(
        _ file: borrowing Descriptor, name: String, copyLimit: Int = BoltLimits.copySize
    ) throws(BoltError) -> BoltDatabase {
        var retries = BoltRetries()
        return try read(file, name: name, copyLimit: copyLimit, &retries)
    }

    /// The same, counting what had to be read again.
    package static func read(
        _ file: borrowing Descriptor, name: String, copyLimit: Int = BoltLimits.copySize, _ retries: inout BoltRetries
    ) throws(BoltError) -> BoltDatabase {
        let status = try system { () throws(SystemError) in try file.status() }
        guard status.isRegularFile else { throw BoltError(.unreadable, "not a regular file") }
        guard status.size <= BoltLimits.fileSize else {
            throw BoltError(
                .tooLarge, "the file has \(status.size) bytes, more than the limit of \(BoltLimits.fileSize)")
        }
        let begun = Clock.steady
        var faults = 0
        var pause = BoltLimits.firstPauseMilliseconds
        for attempt in 1...BoltLimits.attempts {
            if let database = try readOnce(file, name, copyLimit, &retries) {
                do throws(BoltError) {
                    try database.check()
                    return database
                } catch {
                    faults += 1
                    retries.faults += 1
                    if faults == BoltLimits.faultyCopies { throw error }
                }
            }
            if attempt == BoltLimits.attempts || Clock.steady - begun > BoltLimits.patienceNanoseconds { break }
            Clock.pause(milliseconds: pause)
            pause = min(pause * 2, BoltLimits.longestPauseMilliseconds)
        }
        throw BoltError(.unstable, "the file changed each of the \(retries.copies) times it was read")
    }

    /// One copy; `nil` where it was not the work of one transaction.
    private static func readOnce(
        _ file: borrowing Descriptor, _ name: String, _ copyLimit: Int, _ retries: inout BoltRetries
    ) throws(BoltError) -> BoltDatabase? {
        let before = try newestMeta(file, &retries)
        let used = try before.usedLength(limit: copyLimit)
        retries.copies += 1
        let bytes = try system { () throws(SystemError) in try file.bytes(at: 0, count: used) }
        let after = try newestMeta(file, &retries)
        guard before == after else { return nil }
        if bytes.count < used {
            // Nobody changed it: the file is shorter than it says.
            let size = try system { () throws(SystemError) in try file.status() }.size
            if size < used {
                throw BoltError(
                    .malformed, page: UInt64(bytes.count / before.pageSize),
                    "the file ends after \(bytes.count) bytes, before the \(used) it says it has")
            }
            return nil
        }
        guard BoltMeta.newest(in: bytes) == before else { return nil }
        return try BoltDatabase(bytes: bytes, name: name, meta: before)
    }

    /// The newest valid meta page; looks again while both are invalid, since one of them may just be written.
    private static func newestMeta(
        _ file: borrowing Descriptor, _ retries: inout BoltRetries
    ) throws(BoltError) -> BoltMeta {
        for attempt in 1...BoltLimits.metaAttempts {
            if attempt > 1 {
                retries.metas += 1
                Clock.pause(milliseconds: BoltLimits.metaPauseMilliseconds)
            }
            var failure: SystemError?
            let meta = try BoltMeta.newest { (offset) throws(BoltError) in
                do throws(SystemError) {
                    return try file.bytes(at: Int64(offset), count: BoltMeta.length)
                } catch {
                    failure = error
                    return []
                }
            }
            if let failure { throw BoltError(.unreadable, "\(failure)") }
            if let meta { return meta }
        }
        throw noMeta
    }

    private static func system<Value>(_ call: () throws(SystemError) -> Value) throws(BoltError) -> Value {
        do throws(SystemError) {
            return try call()
        } catch {
            throw BoltError(.unreadable, "\(error)")
        }
    }
}
