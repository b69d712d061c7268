import Bytes
import Inventory
package import Linux

/// All entries of a quarantine, and those that could not be read.
package struct QuarantineListing: Sendable, Hashable {
    /// The oldest first.
    package var entries: [QuarantineEntry] = []
    /// Each with its place in the quarantine.
    package var problems: [QuarantineError] = []
}

/// What a look at everything in a quarantine came to.
package struct QuarantineCheck: Sendable, Hashable {
    package var entries = 0
    package var objects = 0
    /// Bytes that were hashed.
    package var bytes: Int64 = 0
    /// Objects that no entry names: no damage, and no evidence of anything.
    package var orphans = 0
    /// What is not as it should be, each with its place in the quarantine.
    package var problems: [QuarantineError] = []
}

extension QuarantineStore {
    /// How many entries there are.
    package var count: Int { index.count }

    /// Reads all entries.
    package borrowing func list() throws(QuarantineError) -> QuarantineListing {
        var listing = QuarantineListing()
        for id in index.keys.sorted() {
            do throws(QuarantineError) {
                listing.entries.append(try entry(id))
            } catch {
                // Whoever only reads may see that an entry was dropped meanwhile: no evidence is missing then.
                if !isWritable, isDropped(id) { continue }
                listing.problems.append(error)
            }
        }
        listing.entries.sort { ($0.taken, $0.id) < ($1.taken, $1.id) }
        return listing
    }

    private borrowing func isDropped(_ id: String) -> Bool {
        guard let digest = index[id] else { return true }
        do throws(SystemError) {
            _ = try entries.status(of: (Self.fileName(id, digest) + [0]).span)
            return false
        } catch {
            return error.number == SystemError.notFound
        }
    }

    /// Reads one entry.
    package borrowing func entry(_ id: String) throws(QuarantineError) -> QuarantineEntry {
        guard let digest = index[id] else { throw QuarantineError(.noEntry, ByteString(id)) }
        let name = Self.fileName(id, digest)
        let place = path.appending("entries").appending(ByteString(name))
        let entry: QuarantineEntry
        do throws(QuarantineError) {
            entry = try QuarantineEntry(document: read(name, in: entries, place))
        } catch {
            throw QuarantineError(error.kind, place)
        }
        guard entry.id == id, entry.digest == digest else {
            throw QuarantineError(.damaged("its name says otherwise than its content"), place)
        }
        return entry
    }

    /// Lends the content of a file that is kept, open for reading. Nothing is checked yet.
    package borrowing func content(of entry: QuarantineEntry) throws(QuarantineError) -> Descriptor {
        guard let digest = entry.digest else { throw QuarantineError(.unfit("it has no content"), entry.path) }
        let place = objectPath(digest)
        return try openFile(Array(digest.hex.utf8), in: objects, place)
    }

    /// Reads everything: each entry, each object with its digest.
    package borrowing func verify() throws(QuarantineError) -> QuarantineCheck {
        var check = QuarantineCheck()
        let listing = try list()
        check.entries = index.count
        check.problems = listing.problems
        var sizesByDigest: [SHA256Digest: Int64] = [:]
        for entry in listing.entries {
            guard let digest = entry.digest else { continue }
            if sizes[digest] == nil {
                check.problems.append(QuarantineError(.damaged("its object is gone"), objectPath(digest)))
            } else if let size = sizesByDigest[digest], size != entry.size {
                check.problems.append(
                    QuarantineError(.damaged("two entries disagree on its size"), objectPath(digest)))
            }
            sizesByDigest[digest] = entry.size
        }
        for digest in sizes.keys.sorted(by: { $0.hex < $1.hex }) {
            if references[digest] == nil { check.orphans += 1 }
            check.objects += 1
            do throws(QuarantineError) {
                check.bytes += try verify(digest, size: sizesByDigest[digest])
            } catch {
                check.problems.append(error)
            }
        }
        return check
    }

    /// In what way the object of an entry is not the file that the entry speaks of, without reading it; `nil` where it
    /// is, and where it is gone, which `recovery` tells.
    package borrowing func damage(of entry: QuarantineEntry) -> String? {
        guard let digest = entry.digest, sizes[digest] != nil else { return nil }
        do throws(SystemError) {
            let status = try objects.status(of: (Array(digest.hex.utf8) + [0]).span)
            guard status.isRegularFile else { return "its content is no regular file" }
            return status.size == entry.size
                ? nil : "its content has \(status.size) bytes, and it says \(entry.size)"
        } catch {
            return error.number == SystemError.notFound ? nil : "its content cannot be looked at: \(error)"
        }
    }

    /// Whether the content of an entry is what it says; it is read for that.
    package borrowing func isIntact(_ entry: QuarantineEntry) -> Bool {
        guard let digest = entry.digest else { return true }
        return (try? verify(digest, size: entry.size)) != nil
    }

    borrowing func verify(_ digest: SHA256Digest, size: Int64?) throws(QuarantineError) -> Int64 {
        let place = objectPath(digest)
        let object = try openFile(Array(digest.hex.utf8), in: objects, place)
        let length = try QuarantineError.system(place) { () throws(SystemError) in try object.status().size }
        guard size == nil || length == size else {
            throw QuarantineError(.damaged("it has \(length) bytes, and its entry says \(size ?? 0)"), place)
        }
        var copier = try ContentCopy(place)
        guard try copier.digest(of: object, size: length).digest == digest else {
            throw QuarantineError(.damaged("its content has another digest than its name"), place)
        }
        return length
    }

    // MARK: Files

    static func fileName(_ id: String, _ digest: SHA256Digest?) -> [UInt8] {
        Array("\(id).\(digest?.hex ?? "-").json".utf8)
    }

    borrowing func objectPath(_ digest: SHA256Digest) -> ByteString {
        path.appending("objects").appending(ByteString(digest.hex))
    }

    /// Opens a regular file of one of the folders.
    private borrowing func openFile(
        _ name: [UInt8], in folder: borrowing Descriptor, _ place: ByteString
    ) throws(QuarantineError) -> Descriptor {
        do throws(SystemError) {
            let file = try folder.openFile(beneath: (name + [0]).span)
            if try file.status().isRegularFile { return file }
        } catch {
            let isGone = error.number == SystemError.notFound
            throw QuarantineError(isGone ? .damaged("it is gone") : .system(error), place)
        }
        throw QuarantineError(.damaged("it is no regular file"), place)
    }

    private borrowing func read(
        _ name: [UInt8], in folder: borrowing Descriptor, _ place: ByteString
    ) throws(QuarantineError) -> [UInt8] {
        let file = try openFile(name, in: folder, place)
        let limit = QuarantineLimits.document.size
        let bytes = try QuarantineError.system(place) { () throws(SystemError) in
            try file.bytes(at: 0, count: Int(min(try file.status().size, Int64(limit) + 1)))
        }
        guard bytes.count <= limit else {
            throw QuarantineError(.tooLarge(size: Int64(bytes.count), limit: Int64(limit)), place)
        }
        return bytes
    }
}
