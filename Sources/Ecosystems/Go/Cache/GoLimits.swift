/// How much one folder of Go's may ask of its reader. What is above a limit is a trouble, and the rest goes on.
enum GoLimits {
    /// Bytes of one archive and of what comes out of it: Go itself refuses more than 500 MiB.
    static let archiveSize = 512 << 20
    static let archiveOutput = 600 << 20
    /// Bytes that may come out of all archives.
    static let archiveOutputs = 64 << 30
    /// Bytes of an archive's directory, and its entries.
    static let directorySize = 64 << 20
    static let entries = 200_000
    /// Bytes of a note: `.info`, `.ziphash`, what the checksum database said.
    static let noteSize = 1 << 20
    /// Bytes of a list of versions.
    static let listSize = 4 << 20
    /// Bytes of what is kept of one action.
    static let actionSize = 4 << 10
}
