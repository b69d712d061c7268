package import Inventory

/// How a scan is recorded.
package struct ScanOptions: Sendable, Hashable {
    /// Read each file again, known or not.
    package var full: Bool
    /// Read one part in so many again in each scan; 0 for none. After so many scans each file had its turn.
    package var rehashEvery: Int
    /// Nanoseconds since 1970.
    package var started: Int64
    package var toolVersion: String
    /// Changes that `ScanOutcome` lists, of each kind; the rest is counted.
    package var changesListedMax: Int

    /// Bytes of paths and link targets that new rows of the scan may have in all. A million files of a cache of real
    /// packages have about 150 MiB; somebody who gives one file many long names could fill the disk. Each cache has its
    /// part of a quarter as many at any rate: nobody keeps the changes of other caches out.
    package var pathBytesMax: Int

    package init(
        full: Bool = false, rehashEvery: Int = 30, started: Int64, toolVersion: String, changesListedMax: Int = 10_000,
        pathBytesMax: Int = 512 << 20
    ) {
        self.full = full
        self.rehashEvery = rehashEvery
        self.started = started
        self.toolVersion = toolVersion
        self.changesListedMax = changesListedMax
        self.pathBytesMax = pathBytesMax
    }
}

/// A file whose content changed while the kernel says that nothing did: somebody wrote past the file system's clock.
package struct SilentChange: Sendable, Hashable {
    /// Index of the cache in the walk's list.
    package var cache: Int32
    package var path: ByteString
    package var oldDigest: SHA256Digest
    /// When the old content was recorded first: the start of that scan, nanoseconds since 1970.
    package var oldSeen: Int64
    package var newDigest: SHA256Digest

    package init(
        cache: Int32, path: ByteString, oldDigest: SHA256Digest, oldSeen: Int64, newDigest: SHA256Digest
    ) {
        self.cache = cache
        self.path = path
        self.oldDigest = oldDigest
        self.oldSeen = oldSeen
        self.newDigest = newDigest
    }
}

/// What a finished scan found to have changed.
package struct ScanOutcome: Sendable, Hashable {
    /// One cache of the scan, in the order of the walk's list.
    package struct Cache: Sendable, Hashable {
        /// Whether no scan of this cache was finished before; its counts then say nothing.
        package var isFirst: Bool
        package var counts: ChangeCounts
        /// Entries seen, and the bytes of their content.
        package var files: Int
        package var bytes: Int64
    }

    /// The scan's number.
    package var scan: Int64
    package var caches: [Cache]
    /// The changes of caches that were scanned before, up to the limit.
    package var changes: [Change]
    /// Changes counted but not listed.
    package var unlistedChanges: Int
    /// Whether all of it stands in the database file itself. A reader can hold that back; nothing is lost then, and
    /// a later scan makes up for it.
    package var isCheckpointed: Bool
}
