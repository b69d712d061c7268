/// A digest besides SHA-256 that was made while a file was read.
package struct OtherDigest: Sendable, Hashable {
    /// Place of the file's record in the batch.
    package var record: Int32
    package var digest: ContentDigest

    package init(record: Int32, digest: ContentDigest) {
        self.record = record
        self.digest = digest
    }
}

/// A batch of records on its way from the walk to the manifest and the rules.
///
/// ```
///  bytes    [ a/b/first.whl a/b/link ../../target a/b/third ... ]
///             ^~~~~~~~~~~~~ path of records[0]
///  records  [ {path 0..<13} {path 13..<19, target 19..<31} ... ]
/// ```
package struct FileBatch: Sendable {
    /// Path and link-target bytes of all records, end to end.
    package var bytes: [UInt8] = []
    package var records: [FileRecord] = []
    /// Digests other than SHA-256 that were wished for, in the order of the records they belong to.
    package var others: [OtherDigest] = []
    /// What could not be read, here or in the folders on the way.
    package var troubles: [Trouble] = []
    /// Folders of the cache with this index that were finished since the last batch.
    package var cache: Int32 = 0
    package var directories: Int = 0
    /// Bytes of content read for these records.
    package var bytesRead: Int64 = 0

    package init() {}

    /// The path of one record, copied out.
    package func path(of record: FileRecord) -> ByteString {
        ByteString(Array(bytes[Int(record.path.lowerBound)..<Int(record.path.upperBound)]))
    }

    /// The target of a symbolic link, copied out; empty for other kinds.
    package func target(of record: FileRecord) -> ByteString {
        ByteString(Array(bytes[Int(record.target.lowerBound)..<Int(record.target.upperBound)]))
    }
}
