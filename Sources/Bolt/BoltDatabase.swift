/// One consistent copy of a bbolt database in memory, read-only.
///
/// ```
///   let database = try BoltDatabase.read(folder, Array("metadata_v2.db".utf8))
///   guard let records = try database.bucket(Array("_main".utf8)) else { … }
///   var cursor = records.cursor()
///   while let entry = try cursor.next() {                 // in key order
///       database.bytes[entry.key]                         // a slice, nothing is copied
///       let record = try records.bucket(of: entry)
///       if let value = try record.value(Array("cache-dir".utf8)) { database.bytes[value] }
///   }
/// ```
///
/// Everything handed out is a `Range<Int>` into `bytes`. The bytes may be anybody's: what breaks the format throws a
/// `BoltError` with the page, at the latest when it is reached. `check` goes over all of it beforehand.
package struct BoltDatabase: Sendable {
    let image: BoltImage

    /// The copy: pages that are in use, in no order that means anything.
    package var bytes: [UInt8] { image.bytes }
    /// The file's name, for messages.
    package var name: String { image.name }
    /// The number of the transaction that wrote it last.
    package var transaction: UInt64 { image.meta.transaction }
    /// Bytes of a page.
    package var pageSize: Int { image.meta.pageSize }
    /// Pages below the high-water mark, used and free.
    package var pageCount: UInt64 { image.meta.pageCount }

    /// Takes the bytes of a file and picks the newest valid meta in them.
    package init(bytes: [UInt8], name: String = "") throws(BoltError) {
        guard let meta = BoltMeta.newest(in: bytes) else { throw Self.noMeta }
        try self.init(bytes: bytes, name: name, meta: meta)
    }

    /// Takes a copy, and a meta that was valid for it.
    init(bytes: [UInt8], name: String, meta: BoltMeta) throws(BoltError) {
        let used = try meta.usedLength(limit: BoltLimits.copySize)
        guard used <= bytes.count else {
            throw BoltError(
                .malformed, page: UInt64(bytes.count / meta.pageSize),
                "the file ends after \(bytes.count) bytes, before the \(used) it says it has")
        }
        image = BoltImage(file: bytes, name: name, meta: meta)
    }

    init(image: BoltImage) {
        self.image = image
    }

    static let noMeta = BoltError(.malformed, page: 0, "neither of the two meta pages is valid: not a bbolt database")

    /// The bucket that holds all others.
    package var root: BoltBucket {
        BoltBucket(image: image, place: .tree(image.meta.root), sequence: image.meta.sequence, nesting: 0)
    }

    /// The bucket at the end of a path of keys, `nil` where one of them is not there.
    package func bucket(_ path: [UInt8]...) throws(BoltError) -> BoltBucket? {
        try bucket(path: path)
    }

    /// The bucket at the end of a path of keys, `nil` where one of them is not there.
    package func bucket(path: [[UInt8]]) throws(BoltError) -> BoltBucket? {
        var bucket = root
        for key in path {
            guard let next = try bucket.bucket(key) else { return nil }
            bucket = next
        }
        return bucket
    }
}
