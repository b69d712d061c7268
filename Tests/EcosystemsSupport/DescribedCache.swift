package import Inventory

/// A cache that a fuzzer describes: parts between lines `===`, each with the path of its file in the first line.
///
/// ```
///   registry/index/x-0123456789abcdef/.cache/it/oa/itoa
///   …any bytes…
///   ===
///   registry/cache/x-0123456789abcdef/itoa-1.0.0.crate
///   itoa-1.0.0/Cargo.toml                  members of the archive, their contents behind their names
///   [package]
///   ---
///   itoa-1.0.0/src/lib.rs
///   …
/// ```
/// An archive (`.crate`, `.tgz`, `.zip`) is packed here, since no fuzzer guesses checksums; what begins with the mark
/// of one is taken as it is.
package struct DescribedCache {
    /// Contents by their paths.
    package private(set) var contents: [ByteString: [UInt8]] = [:]

    /// Takes a description.
    package init(_ input: [UInt8]) {
        for part in Self.parts(input, "===") {
            guard let end = part.firstIndex(of: 0x0A) else { continue }
            let path = Array(part[..<end])
            var body = Array(part[(end + 1)...])
            switch path.last {
            case UInt8(ascii: "p") where path.suffix(4).elementsEqual(".zip".utf8) && !body.starts(with: "PK".utf8):
                body = Self.zip(body)
            case UInt8(ascii: "e") where path.suffix(6).elementsEqual(".crate".utf8),
                UInt8(ascii: "z") where path.suffix(4).elementsEqual(".tgz".utf8):
                if !body.starts(with: [0x1F, 0x8B]) { body = Self.gzip(Self.tar(body)) }
            default: break
            }
            contents[ByteString(path)] = body
        }
    }

    /// Pieces between lines of a text.
    private static func parts(_ input: [UInt8], _ mark: String) -> [[UInt8]] {
        let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
        let parts = lines.split(omittingEmptySubsequences: false) { $0.elementsEqual(mark.utf8) }
        return parts.map { Array($0.joined(separator: [0x0A])) }
    }

    private static func tar(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for member in parts(text, "---") {
            let end = member.firstIndex(of: 0x0A) ?? member.count
            let content = Array(member.dropFirst(end + 1))
            result += header(Array(member[..<end].prefix(99)), content.count) + content
            result += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
        }
        return result + [UInt8](repeating: 0, count: 1024)
    }

    private static func header(_ name: [UInt8], _ size: Int) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ bytes: some Collection<UInt8>, at place: Int) {
            for (index, byte) in bytes.enumerated() { block[place + index] = byte }
        }
        put(name, at: 0)
        let digits = String(size, radix: 8)
        put(Array((String(repeating: "0", count: 11 - digits.count) + digits).utf8), at: 124)
        put(Array("        ".utf8), at: 148)
        put(Array("0".utf8), at: 156)
        put(Array("ustar\u{0}00".utf8), at: 257)
        let sum = String(block.reduce(0) { $0 + Int($1) }, radix: 8)
        put(Array((String(repeating: "0", count: max(0, 6 - sum.count)) + sum + "\u{0} ").utf8), at: 148)
        return block
    }

    /// Blocks that are not compressed.
    private static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        var at = 0
        repeat {
            let count = min(bytes.count - at, 0xFFFF)
            let low = UInt8(count & 0xFF)
            let high = UInt8(count >> 8)
            result += [at + count == bytes.count ? 1 : 0, low, high, ~low, ~high] + bytes[at..<(at + count)]
            at += count
        } while at < bytes.count
        return result + number(crc(bytes), 4) + number(UInt32(truncatingIfNeeded: bytes.count), 4)
    }

    /// Entries that are not compressed.
    private static func zip(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var directory: [UInt8] = []
        var count: UInt32 = 0
        for member in parts(text, "---") {
            let end = member.firstIndex(of: 0x0A) ?? member.count
            let name = Array(member[..<end].prefix(0xFFFF))
            let content = Array(member.dropFirst(end + 1))
            let size = number(UInt32(truncatingIfNeeded: content.count), 4)
            // Needed version, flags, method, time; then checksum, sizes, lengths.
            let fields: [UInt8] =
                [20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0] + number(crc(content), 4) + size + size
                + number(UInt32(truncatingIfNeeded: name.count), 2) + [0, 0]
            let place = number(UInt32(truncatingIfNeeded: result.count), 4)
            directory += [0x50, 0x4B, 1, 2, 20, 0] + fields + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0] + place + name
            result += [0x50, 0x4B, 3, 4] + fields + name + content
            count += 1
        }
        let start = number(UInt32(truncatingIfNeeded: result.count), 4)
        let length = number(UInt32(truncatingIfNeeded: directory.count), 4)
        return result + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + number(count, 2) + number(count, 2) + length
            + start + [0, 0]
    }

    /// The lowest byte first.
    private static func number(_ value: UInt32, _ count: UInt32) -> [UInt8] {
        (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) }
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = .max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB8_8320 }
        }
        return ~crc
    }
}
