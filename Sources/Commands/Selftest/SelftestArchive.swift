import Hashing

/// Archives for the cases about packages: small, not compressed, and written here, so that nothing has to be carried
/// along that a scanner would take for what it imitates.
enum SelftestArchive {
    /// A member: name and content.
    typealias Member = (name: String, content: [UInt8])

    /// A zip of stored members: wheels and jars.
    static func zip(_ members: [Member]) -> [UInt8] {
        var bytes: [UInt8] = []
        var directory: [UInt8] = []
        for member in members {
            let name = Array(member.name.utf8)
            // Version 2.0, no flags, stored, the first day that the format knows.
            let common =
                words([20, 0, 0, 0, 0x21]) + word(checksum(member.content)) + word(UInt32(member.content.count))
                + word(UInt32(member.content.count)) + words([UInt16(name.count), 0])
            directory += Array("PK\u{1}\u{2}".utf8) + words([20]) + common + words([0, 0, 0])
            directory += word(0) + word(UInt32(bytes.count)) + name
            bytes += Array("PK\u{3}\u{4}".utf8) + common + name + member.content
        }
        let count = UInt16(members.count)
        return bytes + directory + Array("PK\u{5}\u{6}".utf8) + words([0, 0, count, count])
            + word(UInt32(directory.count)) + word(UInt32(bytes.count)) + words([0])
    }

    /// A tar: what npm keeps, but for the compression.
    static func tar(_ members: [Member]) -> [UInt8] {
        var bytes: [UInt8] = []
        for member in members {
            var header = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, at offset: Int) {
                for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
            }
            func octal(_ value: Int, digits: Int) -> String {
                let text = String(value, radix: 8)
                return String(repeating: "0", count: digits - text.utf8.count) + text
            }
            put(member.name, at: 0)
            put("0000644", at: 100)
            put("0000000", at: 108)
            put("0000000", at: 116)
            put(octal(member.content.count, digits: 11), at: 124)
            put("00000000000", at: 136)
            put("        ", at: 148)
            put("0", at: 156)
            put("ustar\u{0}00", at: 257)
            put(octal(header.reduce(0) { $0 + Int($1) }, digits: 6) + "\u{0} ", at: 148)
            bytes += header + member.content
            bytes += [UInt8](repeating: 0, count: (512 - member.content.count % 512) % 512)
        }
        return bytes + [UInt8](repeating: 0, count: 1024)
    }

    /// A wheel of one module, with the list of files that pip does not look at; `added` lie in it and not in the list.
    static func wheel(name: String, version: String, added: [Member] = []) throws(HashError) -> [UInt8] {
        let folder = "\(name)-\(version).dist-info"
        let listed: [Member] = [
            ("\(name)/__init__.py", Array("\"\"\"A module.\"\"\"\n".utf8)),
            ("\(folder)/METADATA", Array("Metadata-Version: 2.1\nName: \(name)\nVersion: \(version)\n".utf8)),
            (
                "\(folder)/WHEEL",
                Array("Wheel-Version: 1.0\nGenerator: test 1\nRoot-Is-Purelib: true\nTag: py3-none-any\n".utf8)
            ),
        ]
        var record = ""
        for member in listed {
            let digest = base64(try digest(.sha256, of: member.content))
            record += "\(member.name),sha256=\(digest),\(member.content.count)\n"
        }
        record += "\(folder)/RECORD,,\n"
        return zip(listed + added + [("\(folder)/RECORD", Array(record.utf8))])
    }

    /// A digest of bytes in memory.
    static func digest(_ algorithm: DigestAlgorithm, of bytes: [UInt8]) throws(HashError) -> [UInt8] {
        var digest = try RunningDigest(algorithm)
        try digest.update(bytes.span)
        return try digest.finish()
    }

    /// Hexadecimal digits.
    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Base 64 with the alphabet of URLs and no filling, as lists of wheels have it.
    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var text: [UInt8] = []
        var bits = 0
        var pending: UInt32 = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(pending >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(pending << UInt32(6 - bits) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// CRC-32, as zip has it.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = .max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }

    private static func words(_ values: [UInt16]) -> [UInt8] {
        values.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    private static func word(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
    }
}
