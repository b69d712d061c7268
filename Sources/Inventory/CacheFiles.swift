/// One regular file of a cache, as those see it who look for packages.
package struct CacheFile: Sendable, Hashable {
    /// Relative to the cache's directory.
    package var path: ByteString
    package var size: Int64
    /// `nil` where it could not be read.
    package var digest: SHA256Digest?
    /// When its content was last changed, in nanoseconds since 1970; `nil` where nobody knows.
    package var modified: Int64?

    package init(path: ByteString, size: Int64, digest: SHA256Digest?, modified: Int64? = nil) {
        self.path = path
        self.size = size
        self.digest = digest
        self.modified = modified
    }
}

/// One entry of a cache that is neither a regular file nor a folder: nothing of it is read, but who looks for packages
/// must know that it is there, since clients follow links.
package struct CacheEntry: Sendable, Hashable {
    /// Relative to the cache's directory.
    package var path: ByteString
    package var kind: EntryKind
    /// What a symbolic link says; empty for other kinds.
    package var target: ByteString

    package init(path: ByteString, kind: EntryKind, target: ByteString = "") {
        self.path = path
        self.kind = kind
        self.target = target
    }
}

/// Why a file of a cache could not be read.
package struct CacheReadError: Error, Hashable, Sendable {
    package var reason: Trouble.Reason
    /// A sentence for people.
    package var detail: String

    package init(_ reason: Trouble.Reason, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }
}

/// The files of one cache after a walk: listed with their digests, and readable without a path of one's own.
///
/// Those who look for packages know no directory and open no file: they ask here, and whoever answers opens beneath the
/// cache's own descriptor.
package protocol CacheFiles: Sendable {
    /// All regular files, in the byte order of their paths.
    var files: [CacheFile] { get }

    /// All entries that are neither files nor folders, in the byte order of their paths.
    var entries: [CacheEntry] { get }

    /// Whether nobody waits for the answer any more: who goes through many files asks now and then, and ends.
    var isStopped: Bool { get }

    /// Bytes of a file from an offset on; fewer than asked for only at its end. A file that is no longer the one that
    /// was walked is `unstable`.
    func read(_ index: Int, at offset: Int64, count: Int) throws(CacheReadError) -> [UInt8]

    /// A digest of the whole file other than SHA-256. Where it was wished for by path, the walk made it on its way;
    /// else the file is read again.
    func digest(_ index: Int, _ algorithm: ContentDigest.Algorithm) throws(CacheReadError) -> ContentDigest
}

extension CacheFiles {
    /// None, where only files are at hand.
    package var entries: [CacheEntry] { [] }

    /// Somebody waits.
    package var isStopped: Bool { false }

    /// Place of a path in the list.
    package func index(of path: ByteString) -> Int? {
        let place = lowerBound(path)
        return place < files.count && files[place].path == path ? place : nil
    }

    /// Places of all files below a folder; of the cache itself for an empty path.
    package func below(_ folder: ByteString) -> Range<Int> {
        if folder.isEmpty { return files.indices }
        let first = lowerBound(ByteString(folder.bytes + [UInt8(ascii: "/")]))
        // The byte behind a slash is the first that no path below the folder has there.
        let end = lowerBound(ByteString(folder.bytes + [UInt8(ascii: "/") + 1]))
        return first..<max(first, end)
    }

    private func lowerBound(_ path: ByteString) -> Int {
        var (low, high) = (0, files.count)
        while low < high {
            let middle = (low + high) / 2
            if files[middle].path < path { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
