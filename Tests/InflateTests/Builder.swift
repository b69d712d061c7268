/// Writes archives by hand, so that a test can write each field wrong.
enum Builder {
    /// A number, the lowest byte first.
    static func little(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// The checksum of gzip and zip.
    static func crc32(_ bytes: [UInt8]) -> Int {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return Int(~sum)
    }

    /// A gzip member of one stored block.
    static func gzip(_ content: [UInt8]) -> [UInt8] {
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1] + little(content.count, 2) + little(~content.count, 2) + content
            + little(crc32(content), 4) + little(content.count, 4)
    }

    /// A member of a tar file: its header and its content, filled up.
    static func tar(
        _ name: String, type: String = "0", content: [UInt8] = [], size: Int? = nil, link: String = "",
        prefix: String = "", magic: String = "ustar\u{0}00"
    ) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ bytes: [UInt8], _ at: Int) { header.replaceSubrange(at..<at + bytes.count, with: bytes) }
        put(Array(name.utf8), 0)
        put(Array("0000644\u{0}0000000\u{0}0000000\u{0}".utf8), 100)
        let digits = String(size ?? content.count, radix: 8)
        put(Array((String(repeating: "0", count: 11 - digits.count) + digits).utf8), 124)
        put(Array("00000000000".utf8), 136)
        put(Array("        ".utf8), 148)
        put(Array(type.utf8), 156)
        put(Array(link.utf8), 157)
        put(Array(magic.utf8), 257)
        put(Array(prefix.utf8), 345)
        let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
        put(Array((String(repeating: "0", count: 6 - sum.count) + sum + "\u{0} ").utf8), 148)
        return header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    /// The two blocks that end a tar file.
    static let tarEnd = [UInt8](repeating: 0, count: 1024)

    /// A stored entry of a zip file, and what the headers say of it.
    struct Entry {
        var name: String
        var content: [UInt8] = []
        var localName: String?
        var localSize: Int?
        var localCRC: Int?
        var localMethod = 0
        var method = 0
        var flags = 0
        var attributes = 0
        /// Where the directory says that it lies; where it does, if `nil`.
        var offset: Int?
        var isListed = true
        var descriptor: [UInt8] = []
        var extra: [UInt8] = []

        init(_ name: String, _ content: String = "") {
            self.name = name
            self.content = Array(content.utf8)
        }

        func with(_ change: (inout Entry) -> Void) -> Entry {
            var copy = self
            change(&copy)
            return copy
        }
    }

    /// A zip file.
    static func zip(_ entries: [Entry], prefix: [UInt8] = [], count: Int? = nil, comment: [UInt8] = []) -> [UInt8] {
        var file = prefix
        var directory: [UInt8] = []
        var listed = 0
        for entry in entries {
            let name = Array(entry.name.utf8)
            let local = Array((entry.localName ?? entry.name).utf8)
            let sum = crc32(entry.content)
            let size = entry.content.count
            let offset = entry.offset ?? file.count - prefix.count
            file += [0x50, 0x4B, 3, 4] + little(20, 2) + little(entry.flags, 2) + little(entry.localMethod, 2)
            file += little(0, 4) + little(entry.localCRC ?? sum, 4) + little(entry.localSize ?? size, 4)
            file += little(entry.localSize ?? size, 4) + little(local.count, 2) + little(0, 2) + local + entry.content
            file += entry.descriptor
            guard entry.isListed else { continue }
            listed += 1
            directory += [0x50, 0x4B, 1, 2, 20, 3, 20, 0] + little(entry.flags, 2) + little(entry.method, 2)
            directory += little(0, 4) + little(sum, 4) + little(size, 4) + little(size, 4) + little(name.count, 2)
            directory += little(entry.extra.count, 2) + little(0, 6) + little(entry.attributes, 4) + little(offset, 4)
            directory += name + entry.extra
        }
        let start = file.count - prefix.count
        file += directory
        file += [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + little(count ?? listed, 2) + little(count ?? listed, 2)
        file += little(directory.count, 4) + little(start, 4) + little(comment.count, 2) + comment
        return file
    }
}
