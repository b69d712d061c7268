package import Inventory
import Linux

/// Files that were taken out of caches, kept as evidence where only their owner reads them.
///
/// ```
///  quarantine/                             0700
///    lock                                  held by the one process that writes
///    objects/9f86d081…0a08                 content by its SHA-256, mode 0400; the same content lies there once
///    entries/4f0c….9f86….json              one document each: place, metadata, reason; its name tells the object
///    drafts/                               what is being written; whatever lies there at the next start goes
/// ```
///
/// An object is written as a draft, made durable, and renamed; then its entry in the same manner. So an entry that can
/// be seen has its object, at whatever instant the process was killed, and an object without an entry is one whose
/// entry never came to be: `recovery` names it, and `collectOrphans` removes it.
package struct QuarantineStore: ~Copyable {
    /// Whether something may be changed.
    package enum Mode: Sendable {
        case read, write
    }

    /// What was found at the opening that an interrupted process left behind, or somebody took away.
    package struct Recovery: Sendable, Hashable {
        /// Drafts that were removed.
        package var drafts = 0
        /// Objects that no entry names, and their bytes on disk.
        package var orphans: [SHA256Digest] = []
        package var orphanBytes: Int64 = 0
        /// Entries whose object is gone.
        package var missing: [String] = []
        /// Names in the quarantine's folders that are none of ours, at most so many as `strangersMax`.
        package var strangers: [ByteString] = []

        /// Strangers that are named.
        package static let strangersMax = 100
    }

    /// Absolute path of the quarantine.
    package let path: ByteString
    /// How much it may take.
    package var limits: QuarantineLimits
    /// What was found at the opening.
    package internal(set) var recovery = Recovery()
    /// Bytes on disk of all objects and entries.
    package internal(set) var used: Int64 = 0

    /// Whether something was put that a power loss may still take away.
    var isBehind = false

    let root: Descriptor
    let objects: Descriptor
    let entries: Descriptor
    let drafts: Descriptor
    private let lock: FileLock?
    /// The object that each entry names.
    var index: [String: SHA256Digest?] = [:]
    /// How many entries name an object, and what it takes on disk. An orphan is named by none.
    var references: [SHA256Digest: Int] = [:]
    var sizes: [SHA256Digest: Int64] = [:]

    /// Objects that this process wrote, or read and found right.
    var intact: Set<SHA256Digest> = []

    static let objectsName = Array("objects\u{0}".utf8)
    static let entriesName = Array("entries\u{0}".utf8)
    static let draftsName = Array("drafts\u{0}".utf8)

    /// Opens a quarantine. For writing it is made where there is none; the folder above it must be there.
    package static func open(
        _ path: ByteString, _ mode: Mode, limits: QuarantineLimits = QuarantineLimits()
    ) throws(QuarantineError) -> QuarantineStore {
        if mode == .write { try make(path) }
        let root = try openRoot(path)
        let lock = try takeLock(path, mode)
        if mode == .write {
            for name in [objectsName, entriesName, draftsName] {
                try makeFolder(name, in: root, path)
            }
        }
        let objects = try openPart(objectsName, of: root, path)
        let entries = try openPart(entriesName, of: root, path)
        let drafts = try openPart(draftsName, of: root, path)
        var store = QuarantineStore(path, limits, root, objects, entries, drafts, lock)
        try store.load()
        if mode == .write { try store.removeDrafts() }
        return store
    }

    /// All or nothing of a value that is not copied: what may throw comes before.
    private init(
        _ path: ByteString, _ limits: QuarantineLimits, _ root: consuming Descriptor,
        _ objects: consuming Descriptor, _ entries: consuming Descriptor, _ drafts: consuming Descriptor,
        _ lock: consuming FileLock?
    ) {
        self.path = path
        self.limits = limits
        self.root = root
        self.objects = objects
        self.entries = entries
        self.drafts = drafts
        self.lock = lock
    }

    /// Whether this store may be changed.
    var isWritable: Bool {
        switch lock {
        case .none: false
        case .some: true
        }
    }

    // MARK: Opening

    private static func make(_ path: ByteString) throws(QuarantineError) {
        do throws(SystemError) {
            try OwnFile.makeDirectory(path.bytes, mode: 0o700)
        } catch {
            if error.number != SystemError.exists { throw QuarantineError(.system(error), path) }
        }
    }

    private static func openRoot(_ path: ByteString) throws(QuarantineError) -> Descriptor {
        do throws(SystemError) {
            let root = try Descriptor.open(path.bytes, [.directory, .noFollow])
            let status = try root.status()
            if status.owner == Host.effectiveUser, status.mode & 0o077 == 0 { return root }
        } catch {
            let isMissing = error.number == SystemError.notFound
            throw QuarantineError(isMissing ? .missing : .system(error), path)
        }
        throw QuarantineError(.notPrivate, path)
    }

    private static func takeLock(_ path: ByteString, _ mode: Mode) throws(QuarantineError) -> FileLock? {
        guard mode == .write else { return nil }
        let place = path.appending("lock")
        do throws(FileLock.Failure) {
            return try FileLock.take(path: place.bytes)
        } catch {
            switch error {
            case .held(let process): throw QuarantineError(.locked(process: process), path)
            case .system(let error): throw QuarantineError(.system(error), place)
            }
        }
    }

    private static func makeFolder(
        _ name: [UInt8], in root: borrowing Descriptor, _ path: ByteString
    ) throws(QuarantineError) {
        do throws(SystemError) {
            try root.makeDirectory(name.span, mode: 0o700)
            try root.synchronize()
        } catch {
            if error.number != SystemError.exists { throw QuarantineError(.system(error), path) }
        }
    }

    private static func openPart(
        _ name: [UInt8], of root: borrowing Descriptor, _ path: ByteString
    ) throws(QuarantineError) -> Descriptor {
        do throws(SystemError) {
            return try root.openDirectory(beneath: name.span)
        } catch {
            let isMissing = error.number == SystemError.notFound
            let place = path.appending(ByteString(Array(name.dropLast())))
            throw QuarantineError(isMissing ? .missing : .system(error), place)
        }
    }

    // MARK: What is there

    /// Learns which entries and objects there are, by their names alone.
    private mutating func load() throws(QuarantineError) {
        for name in try Self.names(in: entries, path) {
            guard let (id, digest) = Self.parts(ofEntry: name) else {
                note(stranger: name)
                continue
            }
            index[id] = .some(digest)
            used += try Self.bytes(of: name, in: entries, path)
            if let digest { references[digest, default: 0] += 1 }
        }
        for name in try Self.names(in: objects, path) {
            guard let digest = SHA256Digest(hex: String(decoding: name.dropLast(), as: UTF8.self)),
                Array(digest.hex.utf8) + [0] == name
            else {
                note(stranger: name)
                continue
            }
            let bytes = try Self.bytes(of: name, in: objects, path)
            sizes[digest] = bytes
            used += bytes
            if references[digest] == nil {
                recovery.orphans.append(digest)
                recovery.orphanBytes += bytes
            }
        }
        for (id, digest) in index {
            if let digest, sizes[digest] == nil { recovery.missing.append(id) }
        }
        recovery.missing.sort()
    }

    private mutating func note(stranger name: [UInt8]) {
        guard recovery.strangers.count < Recovery.strangersMax else { return }
        recovery.strangers.append(ByteString(Array(name.dropLast())))
    }

    /// Id and object of the file name of an entry; `nil` for other names.
    private static func parts(ofEntry name: [UInt8]) -> (id: String, digest: SHA256Digest?)? {
        let parts = String(decoding: name.dropLast(), as: UTF8.self).split(
            separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, QuarantineEntry.isID(String(parts[0])), parts[2] == "json" else { return nil }
        if parts[1] == "-" { return (String(parts[0]), nil) }
        guard let digest = SHA256Digest(hex: String(parts[1])), digest.hex == parts[1] else { return nil }
        return (String(parts[0]), digest)
    }

    private static func bytes(
        of name: [UInt8], in folder: borrowing Descriptor, _ path: ByteString
    ) throws(QuarantineError) -> Int64 {
        do throws(SystemError) {
            return try folder.status(of: name.span).bytesOnDisk
        } catch {
            // A reader may see an entry go: then it takes nothing.
            if error.number == SystemError.notFound { return 0 }
            throw QuarantineError(.system(error), path)
        }
    }

    /// Names in a folder, each with its closing zero, in byte order.
    static func names(
        in folder: borrowing Descriptor, _ path: ByteString
    ) throws(QuarantineError) -> [[UInt8]] {
        var names: [[UInt8]] = []
        do throws(SystemError) {
            // A listing of its own: a descriptor that was listed once stands at its end.
            let again = try folder.openDirectory(beneath: [UInt8(ascii: "."), 0].span)
            var lister = DirectoryLister()
            var block = EntryBlock()
            while try lister.read(again, into: &block) {
                for entry in block.entries { names.append(Array(block.names[block.name(of: entry)])) }
            }
        } catch {
            throw QuarantineError(.system(error), path)
        }
        names.sort { $0.lexicographicallyPrecedes($1) }
        return names
    }

    private mutating func removeDrafts() throws(QuarantineError) {
        for name in try Self.names(in: drafts, path) {
            do throws(SystemError) {
                try drafts.unlink(name.span)
                recovery.drafts += 1
            } catch {
                guard error.number == SystemError.isDirectory else { throw QuarantineError(.system(error), path) }
                note(stranger: name)
            }
        }
    }
}
