/// The 512 bytes before each member.
///
/// ```
///     0 name 100      124 size 12      156 type 1     257 magic 6 "ustar\0", GNU: "ustar "
///   100 mode 8        136 time 12      157 link 100   263 version 2
///   108 user 8        148 sum 8                       329 device 8+8
///   116 group 8                                       345 prefix 155
/// ```
///
/// Numbers are octal digits, or, where they do not fit, binary with the top bit set. Fields of text end at a zero byte
/// or are full.
struct TarHeader {
    static let size = 512

    let name: [UInt8]
    let prefix: [UInt8]
    let link: [UInt8]
    let mode: Int
    let user: Int
    let group: Int
    let fileSize: Int
    let modified: Int?
    let typeFlag: UInt8
    /// POSIX' magic, which promises a prefix.
    let isUstar: Bool
    /// Whether the time and the device's numbers are numbers.
    let hasOddNumber: Bool
    /// In a GNU header of a file with holes: whether maps follow.
    let hasSparseMaps: Bool

    /// Takes a block apart. `nil` for a block of zeros.
    init?(_ block: [UInt8], at offset: Int) throws(ArchiveError) {
        guard block.contains(where: { $0 != 0 }) else { return nil }
        let stated = try Self.number(block, 148, 8, "checksum", offset)
        guard stated == Self.sum(block, signed: false) || stated == Self.sum(block, signed: true) else {
            throw TarReader.fail(.malformed, "the header has another checksum than it says", at: offset)
        }
        name = Self.text(block, 0, 100)
        prefix = Self.text(block, 345, 155)
        link = Self.text(block, 157, 100)
        mode = try Self.number(block, 100, 8, "mode", offset)
        user = try Self.number(block, 108, 8, "user", offset)
        group = try Self.number(block, 116, 8, "group", offset)
        fileSize = try Self.number(block, 124, 12, "size", offset)
        guard fileSize >= 0 else { throw TarReader.fail(.malformed, "the size is below zero", at: offset) }
        modified = try? Self.number(block, 136, 12, "time", offset)
        let devices = [
            try? Self.number(block, 329, 8, "device", offset), try? Self.number(block, 337, 8, "device", offset),
        ]
        hasOddNumber = modified == nil || devices.contains { $0 == nil }
        typeFlag = block[156]
        hasSparseMaps = block[482] != 0
        isUstar = block[257..<263].elementsEqual([0x75, 0x73, 0x74, 0x61, 0x72, 0])
    }

    private static func text(_ block: [UInt8], _ at: Int, _ count: Int) -> [UInt8] {
        Array(block[at..<at + count].prefix { $0 != 0 })
    }

    /// The sum over all bytes, those of the sum itself as blanks. Old programs added them as signed numbers.
    private static func sum(_ block: [UInt8], signed: Bool) -> Int {
        var total = 0
        for (index, byte) in block.enumerated() {
            let value = (148..<156).contains(index) ? UInt8(ascii: " ") : byte
            total += signed ? Int(Int8(bitPattern: value)) : Int(value)
        }
        return total
    }

    private static func number(
        _ block: [UInt8], _ at: Int, _ count: Int, _ what: String, _ offset: Int
    ) throws(ArchiveError) -> Int {
        let field = block[at..<at + count]
        guard let first = field.first else { return 0 }
        if first & 0x80 != 0 {
            // Two's complement over the field without its top bit; 0x80 and 0xFF are what programs write there.
            guard first == 0x80 || first == 0xFF else {
                throw TarReader.fail(.malformed, "the \(what) is a binary number of another kind", at: offset)
            }
            var value = first == 0xFF ? -1 : 0
            for byte in field.dropFirst() {
                let (product, overflow) = value.multipliedReportingOverflow(by: 256)
                guard !overflow else { throw TarReader.fail(.malformed, "the \(what) is too large", at: offset) }
                value = product | Int(byte)
            }
            return value
        }
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == 0 }
        let digits = field.prefix { $0 == UInt8(ascii: " ") }
        let rest = field.dropFirst(digits.count)
        let octal = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
        // Behind the first zero byte anything may stand, before it only blanks.
        guard rest.dropFirst(octal.count).prefix(while: { $0 != 0 }).allSatisfy(isBlank) else {
            throw TarReader.fail(.malformed, "the \(what) is no octal number", at: offset)
        }
        return octal.reduce(0) { $0 << 3 | Int($1 & 7) }
    }
}
