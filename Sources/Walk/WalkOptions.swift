package import Inventory

/// How a walk goes about it. The defaults are what `bezoar audit` uses.
package struct WalkOptions: Sendable {
    /// Threads that walk and hash.
    package var jobs: Int
    /// Files above this size are not read; they are reported as too large.
    package var maximumFileSize: Int64
    /// Bytes of holes that are hashed in one cache. A file with holes beyond it is reported as too large.
    package var maximumHoleBytes: Int64
    /// Bytes of holes in one file of which a second digest is made: no archive has so many. Who asks for one of a file
    /// with more is told that it is too large.
    package static let otherHoleBytes: Int64 = 256 << 20
    /// Longest path below a cache's directory, in bytes. A folder beyond it is reported as too deep: without a limit a
    /// chain of folders makes the sum of all paths grow with the square of its depth. The default is the longest path
    /// that the kernel takes (`PATH_MAX`): package managers name files by whole paths, so none of theirs is longer.
    package var maximumPathLength: Int
    /// How often a file that changes while it is read is read again.
    package var attempts: Int
    /// Folders that are kept open at one time; others are opened again when their turn comes.
    package var descriptorBudget: Int
    /// Records per batch, and batches under way to the receiver before the walk waits for it.
    package var batchSize: Int
    package var batchesUnderWay: Int
    /// Bytes per read.
    package var readSize: Int
    /// Bytes that all workers together read in a second at most; `nil` where nothing holds them back.
    package var bytesPerSecond: Int64?
    /// Whether targets of symbolic links are read, which touches their access times wherever the mount keeps them.
    /// Without it a link counts as known.
    package var readsLinks: Bool
    /// How often all folders are looked at again where something was changed while the walk went on: so that what was
    /// moved into a folder that had been listed is found all the same. 0: never, and nobody says so.
    package var laterLooks: Int
    /// Says of a path in a cache which digest besides SHA-256 is to be made of a file that is read there; asked for
    /// each such file, so it must be cheap. `nil` where none is ever wished for.
    package var wish: (@Sendable (_ path: Span<UInt8>) -> ContentDigest.Algorithm?)?

    package init(
        jobs: Int, maximumFileSize: Int64 = 16 << 30, maximumHoleBytes: Int64 = 32 << 30,
        maximumPathLength: Int = 4096, attempts: Int = 3,
        descriptorBudget: Int = 1024, batchSize: Int = 2048, batchesUnderWay: Int = 8, readSize: Int = 256 * 1024,
        bytesPerSecond: Int64? = nil, readsLinks: Bool = true, laterLooks: Int = 3,
        wish: (@Sendable (_ path: Span<UInt8>) -> ContentDigest.Algorithm?)? = nil
    ) {
        self.jobs = max(1, jobs)
        self.maximumFileSize = maximumFileSize
        self.maximumHoleBytes = maximumHoleBytes
        self.maximumPathLength = maximumPathLength
        self.attempts = max(1, attempts)
        self.descriptorBudget = max(4, descriptorBudget)
        self.batchSize = max(1, batchSize)
        self.batchesUnderWay = max(1, batchesUnderWay)
        self.readSize = max(4096, readSize)
        self.bytesPerSecond = bytesPerSecond
        self.readsLinks = readsLinks
        self.laterLooks = max(0, laterLooks)
        self.wish = wish
    }
}
