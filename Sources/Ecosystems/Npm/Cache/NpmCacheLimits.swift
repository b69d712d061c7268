/// How much one cache of npm may ask of its reader. What is above a limit is a trouble, and the rest goes on.
enum NpmCacheLimits {
    /// Bytes of one index file: npm 6 only ever appends to them.
    static let bucketSize = 16 << 20
    /// Records of all index files.
    static let records = 2_000_000
    /// Bytes of one packument, and of all of them.
    static let documentSize = 128 << 20
    static let documents = 8 << 30
    /// Bytes of one `package.json`.
    static let manifestSize = 1 << 20
    /// Bytes that may come out of an archive before its `package.json`.
    static let headOutput = 64 << 20
    /// Bytes that may come out of one archive that is gone through whole, and of all of those.
    static let wholeOutput = 1 << 30
    static let wholeOutputs = 8 << 30
    /// Members of one archive.
    static let members = 200_000
    /// The first bytes of a content, which tell what it is and mostly hold all that is asked.
    static let headSize = 8 << 10
    /// Bytes of one log, and of all of them.
    static let logSize = 4 << 20
    static let logs = 64 << 20
    /// Bytes of one lockfile of `npx`, which lists a few hundred packages; in memory each becomes ten times as much.
    static let lockfileSize = 16 << 20
}
