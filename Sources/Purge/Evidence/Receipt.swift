package import Inventory

/// What a purge did, for whoever must prove it later.
package struct Receipt: Sendable, Hashable {
    /// What was asked for.
    package struct Request: Sendable, Hashable {
        /// The command, as somebody would type it.
        package var command: String
        /// Why: a finding, an incident, a policy.
        package var reason: String
        /// Digest of the plan that was carried out, or of the bytes of the command where there was none.
        package var plan: SHA256Digest

        package init(command: String, reason: String, plan: SHA256Digest) {
            self.command = command
            self.reason = reason
            self.plan = plan
        }
    }

    /// A cache that was worked on.
    package struct Cache: Sendable, Hashable {
        /// Mount id.
        package var id: ByteString
        /// Path of the state root, and of the cache's directory.
        package var root: ByteString
        package var folder: ByteString

        package init(id: ByteString, root: ByteString, folder: ByteString) {
            self.id = id
            self.root = root
            self.folder = folder
        }
    }

    /// Something that was removed.
    package struct Removed: Sendable, Hashable {
        /// Index of its cache.
        package var cache: Int
        /// Path below the cache's directory; empty for all of its content.
        package var path: ByteString
        package var kind: EntryKind
        package var size: Int64
        package var digest: SHA256Digest?
        /// Id of the entry that keeps it in the quarantine.
        package var quarantine: String?

        package init(
            cache: Int, path: ByteString, kind: EntryKind, size: Int64, digest: SHA256Digest? = nil,
            quarantine: String? = nil
        ) {
            self.cache = cache
            self.path = path
            self.kind = kind
            self.size = size
            self.digest = digest
            self.quarantine = quarantine
        }
    }

    /// Something that should have been removed and is still there.
    package struct Left: Sendable, Hashable {
        /// Index of its cache.
        package var cache: Int
        package var path: ByteString
        /// A word or a sentence.
        package var reason: String

        package init(cache: Int, path: ByteString, reason: String) {
            self.cache = cache
            self.path = path
            self.reason = reason
        }
    }

    /// How much was removed, listed or not.
    package struct Totals: Sendable, Hashable {
        /// Entries that are no folders, and folders.
        package var files: Int
        package var folders: Int
        /// Bytes of content.
        package var bytes: Int64
        /// Bytes that the file system has more of now.
        package var bytesFreed: Int64

        package init(files: Int = 0, folders: Int = 0, bytes: Int64 = 0, bytesFreed: Int64 = 0) {
            self.files = files
            self.folders = folders
            self.bytes = bytes
            self.bytesFreed = bytesFreed
        }
    }

    /// Version of the program, and the host's name.
    package var version: String
    package var host: ByteString
    /// Nanoseconds since 1970.
    package var started: Int64
    package var finished: Int64
    package var request: Request
    package var caches: [Cache]
    /// What was removed; more may be counted than are listed.
    package var removed: [Removed]
    package var removedUnlisted: Int
    package var totals: Totals
    /// What is left; more may be counted than are listed.
    package var left: [Left]
    package var leftUnlisted: Int
    /// Whether the caches were looked through afterwards, all of them and to the end.
    package var isVerified: Bool
    /// Whether a process before the one that finished the purge had begun it and was stopped.
    package var isResumed = false
    /// Whether somebody gave it up after it was interrupted: what is left was left on purpose.
    package var isStopped = false
    /// When others went on with it, nanoseconds since 1970: the last `resumptionsMax` times. Receipts of older programs
    /// do not tell.
    package var resumptions: [Int64] = []
    /// Whether files, folders and freed bytes are what all processes together removed; else they are the least it was,
    /// since one was killed while it deleted.
    package var areCountsExact = true

    /// Resumptions, caches, removed and left entries that one receipt lists.
    package static let resumptionsMax = 1_000
    package static let cachesMax = 10_000
    package static let listedMax = 50_000
    /// Bytes that removed and left entries take in a receipt, about: the manifest has to hold it, signed.
    package static let listedBytesMax = 10 << 20
    private var tally = Tally()

    /// What was listed so far takes so many bytes. It says nothing that the lists do not.
    private struct Tally: Hashable {
        var bytes = 0

        static func == (_: Tally, _: Tally) -> Bool { true }
        func hash(into _: inout Hasher) {}
    }

    /// A receipt of nothing yet.
    package init(version: String, host: ByteString, started: Int64, request: Request) {
        self.version = version
        self.host = host
        self.started = started
        self.request = request
        finished = started
        caches = []
        removed = []
        removedUnlisted = 0
        totals = Totals()
        left = []
        leftUnlisted = 0
        isVerified = false
    }

    /// Lists something that was removed, or counts it where the list is full. `totals` is the caller's.
    package mutating func add(_ entry: Removed) {
        let fits = removed.count < Self.listedMax && hasRoom(entry.path.bytes)
        if fits { removed.append(entry) } else { removedUnlisted += 1 }
    }

    /// Lists something that is left, or counts it where the list is full.
    package mutating func add(_ entry: Left) {
        let fits = left.count < Self.listedMax && hasRoom(entry.path.bytes + Array(entry.reason.utf8))
        if fits { left.append(entry) } else { leftUnlisted += 1 }
    }

    /// Makes room for an entry with these bytes in it; false where there is none.
    private mutating func hasRoom(_ bytes: [UInt8]) -> Bool {
        // What is not plain takes up to six bytes, and all else of an entry about so many.
        let size = bytes.reduce(160) { $0 + ((0x20..<0x7f).contains($1) ? 1 : 6) }
        guard tally.bytes + size <= Self.listedBytesMax else { return false }
        tally.bytes += size
        return true
    }

    /// Whether nothing is left of what should go, as far as anybody looked.
    package var isComplete: Bool { left.isEmpty && leftUnlisted == 0 && isVerified }
}
