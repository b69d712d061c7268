/// A meta page: where a transaction's tree begins. There are two, written in turns; the newest valid one counts.
///
/// ```
///   page 0 and page 1, at 0 and at the page size; offsets within the page, numbers little-endian
///
///    0  u64 id, u16 flags, u16 count, u32 overflow    the header every page has; not looked at here
///   16  u32 magic ED0CDAED                            20  u32 version 2
///   24  u32 page size                                 28  u32 flags, 0
///   32  u64 root bucket's page                        40  u64 root bucket's sequence
///   48  u64 page of the list of free pages, or all ones
///   56  u64 high-water mark: pages in use end before this one
///   64  u64 transaction                               72  u64 FNV-1a of bytes 16 to 71
/// ```
struct BoltMeta: Hashable, Sendable {
    /// Bytes of a page that hold all of it.
    static let length = 80
    private static let headerLength = 16
    private static let magic: UInt64 = 0xED0C_DAED
    private static let version: UInt64 = 2
    /// Page sizes that are tried where the first meta page is broken: 1024 << 0 … 14.
    private static let probes = 15

    var pageSize: Int
    var root: UInt64
    var sequence: UInt64
    /// The high-water mark.
    var pageCount: UInt64
    var transaction: UInt64

    /// Reads one; `nil` where it is too short, or magic, version, checksum or page size are not right. A torn write
    /// shows in the checksum.
    init?(_ bytes: some RandomAccessCollection<UInt8>) {
        guard bytes.count >= Self.length else { return nil }
        let meta = Array(bytes.prefix(Self.length).dropFirst(Self.headerLength))
        func number(_ offset: Int, _ count: Int) -> UInt64 {
            var value: UInt64 = 0
            for index in 0..<count { value |= UInt64(meta[offset + index]) << UInt64(8 * index) }
            return value
        }
        var checksum: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in meta.prefix(56) { checksum = (checksum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        guard number(0, 4) == Self.magic, number(4, 4) == Self.version, number(56, 8) == checksum else { return nil }
        // Four bytes always fit an Int.
        pageSize = Int(number(8, 4))
        guard BoltLimits.pageSizes.contains(pageSize), pageSize & (pageSize - 1) == 0 else { return nil }
        root = number(16, 8)
        sequence = number(24, 8)
        pageCount = number(40, 8)
        transaction = number(48, 8)
    }

    /// The newest valid meta, `nil` where there is none. `fetch` gives the bytes at an offset, fewer at the end.
    static func newest(_ fetch: (_ offset: Int) throws(BoltError) -> [UInt8]) throws(BoltError) -> BoltMeta? {
        if let first = BoltMeta(try fetch(0)) {
            guard let second = BoltMeta(try fetch(first.pageSize)), second.pageSize == first.pageSize else {
                return first
            }
            return second.transaction > first.transaction ? second : first
        }
        for shift in 0..<probes {
            let offset = 1024 << shift
            if let second = BoltMeta(try fetch(offset)), second.pageSize == offset { return second }
        }
        return nil
    }

    /// The newest valid meta of a copy.
    static func newest(in bytes: [UInt8]) -> BoltMeta? {
        // An array always answers.
        try? newest { offset in offset < bytes.count ? Array(bytes[offset...].prefix(length)) : [] }
    }

    /// Bytes that hold all pages in use. An error where the meta contradicts itself or is over a limit.
    func usedLength(limit: Int) throws(BoltError) -> Int {
        guard root >= 2, root < pageCount else {
            throw BoltError(
                .malformed, page: transaction & 1, "the root page \(root) lies outside of the \(pageCount) pages")
        }
        let (length, overflow) = pageCount.multipliedReportingOverflow(by: UInt64(pageSize))
        guard !overflow, let size = Int(exactly: length), size <= limit else {
            throw BoltError(
                .tooLarge, page: transaction & 1,
                "\(pageCount) pages of \(pageSize) bytes are more than the limit of \(limit) bytes")
        }
        return size
    }

    /// Refuses the number of a page that cannot be part of a tree.
    @inline(__always)
    func checkNumber(_ id: UInt64) throws(BoltError) {
        guard id >= 2, id < pageCount else {
            throw BoltError(.malformed, page: id, "there is no such page; pages 2 to \(pageCount &- 1) hold data")
        }
    }
}
