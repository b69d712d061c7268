package import Inventory

/// What stands before the content of a member of an evidence bundle: one block, or three and more where the name or the
/// size does not fit into one. Made from three values and from nothing else, so that a reader can make it again and
/// compare.
///
/// ```
///  ┌ block of an extended header (type x) ┐ only for names that are long or no printable ASCII, and sizes from 8 GiB
///  │ "24 hdrcharset=BINARY\n"             │ where the name is no UTF-8
///  │ "30 path=files/…\n" "20 size=…\n"    │
///  └──────────────────────────────────────┘
///    0 name 100   124 size 12   156 type '0'   257 "ustar\0" "00"
///  100 mode 8     136 time 12   157 link 100   329 device 8+8
///  108 user 8     148 sum 8                    345 prefix 155 (empty)
///  116 group 8
/// ```
///
/// All members are plain files that only their owner, 0, may read: whoever unpacks a bundle as root gets no program, no
/// link and no device out of it.
package struct BundleHead: Sendable, Hashable {
    /// Size of a block.
    static let block = 512
    /// The largest size that octal digits hold.
    private static let octalMax: Int64 = 0o77_777_777_777
    private static let nameField = 100
    private static let mode = 0o400
    private static let extendedName = "extended-header"

    package var name: ByteString
    package var size: Int64
    /// Seconds since 1970.
    package var modified: Int64

    package init(name: ByteString, size: Int64, modified: Int64) {
        self.name = name
        self.size = size
        self.modified = modified
    }

    /// Whether one block is enough.
    private var isPlain: Bool { hasPlainName && size <= Self.octalMax }

    private var hasPlainName: Bool {
        name.bytes.count <= Self.nameField && name.bytes.allSatisfy { (0x20..<0x7f).contains($0) }
    }

    /// The blocks.
    package var blocks: [UInt8] {
        if isPlain { return header(name.bytes, size: size, type: "0") }
        var records: [UInt8] = []
        if !hasPlainName {
            if name.utf8Text == nil { records += Self.record("hdrcharset", Array("BINARY".utf8)) }
            records += Self.record("path", name.bytes)
        }
        if size > Self.octalMax { records += Self.record("size", Array(String(size).utf8)) }
        let short = name.bytes.prefix(Self.nameField).map { (0x21..<0x7f).contains($0) ? $0 : UInt8(ascii: "_") }
        return header(Array(Self.extendedName.utf8), size: Int64(records.count), type: "x") + records
            + Self.padding(Int64(records.count))
            + header(short, size: size > Self.octalMax ? 0 : size, type: "0")
    }

    /// The time that a head says: one that octal digits hold.
    static func time(_ seconds: Int64) -> Int64 { min(max(seconds, 0), octalMax) }

    /// Zeros up to the next block.
    static func padding(_ size: Int64) -> [UInt8] {
        [UInt8](repeating: 0, count: Int((Int64(block) - size % Int64(block)) % Int64(block)))
    }

    private func header(_ name: [UInt8], size: Int64, type: Unicode.Scalar) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.block)
        Self.put(name, into: &bytes, at: 0)
        Self.put(Self.octal(Int64(Self.mode), 7), into: &bytes, at: 100)
        Self.put(Self.octal(0, 7), into: &bytes, at: 108)
        Self.put(Self.octal(0, 7), into: &bytes, at: 116)
        Self.put(Self.octal(size, 11), into: &bytes, at: 124)
        Self.put(Self.octal(Self.time(modified), 11), into: &bytes, at: 136)
        Self.put(Array("        ".utf8), into: &bytes, at: 148)
        Self.put([UInt8(ascii: type)], into: &bytes, at: 156)
        Self.put(Array("ustar\u{0}00".utf8), into: &bytes, at: 257)
        Self.put(Self.octal(0, 7), into: &bytes, at: 329)
        Self.put(Self.octal(0, 7), into: &bytes, at: 337)
        let sum = bytes.reduce(0) { $0 + Int64($1) }
        Self.put(Self.octal(sum, 6) + [0, UInt8(ascii: " ")], into: &bytes, at: 148)
        return bytes
    }

    private static func put(_ part: [UInt8], into bytes: inout [UInt8], at offset: Int) {
        bytes.replaceSubrange(offset..<offset + part.count, with: part)
    }

    private static func octal(_ value: Int64, _ width: Int) -> [UInt8] {
        let digits = String(value, radix: 8)
        return Array((String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits).utf8)
    }

    /// `18 path=some/name` and a new line, beginning with its own length.
    private static func record(_ key: String, _ value: [UInt8]) -> [UInt8] {
        let body = [UInt8(ascii: " ")] + Array(key.utf8) + [UInt8(ascii: "=")] + value + [UInt8(ascii: "\n")]
        var length = body.count + 1
        while String(length).utf8.count + body.count != length { length = String(length).utf8.count + body.count }
        return Array(String(length).utf8) + body
    }
}

extension BundleHead {
    /// Bytes of an extended header: a path, its encoding and a size.
    static let recordsMax = QuarantineLimits.pathMax + 1024

    /// What a single block says; `nil` where it is not one that `blocks` would make.
    ///
    /// `records` is the content of the extended header before it.
    static func read(_ header: [UInt8], records: [UInt8]?) -> BundleHead? {
        guard header.count == block, let size = number(header[124..<135]), let modified = number(header[136..<147])
        else { return nil }
        var head = BundleHead(
            name: ByteString(Array(header[..<nameField].prefix { $0 != 0 })), size: size, modified: modified)
        if let records {
            guard let pairs = pairs(records) else { return nil }
            for (key, value) in pairs {
                switch key {
                case "path": head.name = ByteString(value)
                case "size":
                    guard let text = String(validating: value, as: UTF8.self), let size = Int64(text), size >= 0 else {
                        return nil
                    }
                    head.size = size
                case "hdrcharset": break
                default: return nil
                }
            }
        }
        // All else in the blocks follows from these three.
        return head
    }

    /// Whether a block is the first of an extended header, and how long its records are.
    static func extendedSize(_ header: [UInt8]) -> Int? {
        guard header.count == block, header[156] == UInt8(ascii: "x"), let size = number(header[124..<135]),
            size > 0, size <= recordsMax
        else { return nil }
        return Int(size)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { return nil }
            value = value << 3 | Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }

    private static func pairs(_ records: [UInt8]) -> [(key: String, value: [UInt8])]? {
        var pairs: [(key: String, value: [UInt8])] = []
        var rest = records[...]
        while !rest.isEmpty {
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard digits.count <= 6, let length = Int(String(decoding: digits, as: UTF8.self)),
                length > digits.count + 1, length <= rest.count
            else { return nil }
            let body = rest.prefix(length).dropFirst(digits.count + 1).dropLast()
            guard let sign = body.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            pairs.append((String(decoding: body[..<sign], as: UTF8.self), Array(body[(sign + 1)...])))
            rest = rest.dropFirst(length)
        }
        return pairs
    }
}
