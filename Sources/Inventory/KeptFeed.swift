/// A feed of advisories as the manifest keeps it.
package struct KeptFeed: Sendable, Hashable {
    /// What was counted while it was read.
    package struct Counts: Sendable, Hashable {
        /// Records that are kept, withdrawn ones among them.
        package var records = 0
        package var malware = 0
        package var withdrawn = 0
        /// Records of packages that no cache here is read for.
        package var others = 0
        /// Records of packages without a version that could be compared: git commits only.
        package var silent = 0
        /// Ranges of git commits, which no cache tells of.
        package var gitRanges = 0
        /// Records that could not be understood.
        package var unreadable = 0

        package init() {}
    }

    /// Unique in one manifest.
    package var name: String
    /// What it was read from last.
    package var path: ByteString
    /// When it was read, and the newest `modified` of its records; nanoseconds since 1970.
    package var imported: Int64
    package var newest: Int64
    package var counts: Counts

    package init(name: String, path: ByteString, imported: Int64, newest: Int64, counts: Counts) {
        self.name = name
        self.path = path
        self.imported = imported
        self.newest = newest
        self.counts = counts
    }
}
