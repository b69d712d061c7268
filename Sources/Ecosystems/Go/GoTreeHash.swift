import Bytes
import Hashing
import Inventory

/// The digest of a tree of files, by which Go names the content of a module: `h1:` in `go.sum`.
///
/// ```
///   <sha256 of the content, hex>  module@version/go.mod LF       one line for each file, by the bytes of the names
///   <sha256 of the content, hex>  module@version/main.go LF
///   └──────────────── SHA-256 of all lines ───────────────┘
/// ```
/// So of a folder it follows from the digests that a walk has made, without another look at the files.
struct GoTreeHash {
    private var files: [(name: [UInt8], digest: SHA256Digest)] = []

    init() {}

    /// Adds a file under the name that it has in the archive. Where one name stands twice, Go takes both lines.
    mutating func add(_ name: [UInt8], _ digest: SHA256Digest) { files.append((name, digest)) }

    /// The digest of all; `nil` where Go would make none.
    func digest() -> ContentDigest? {
        let lineEnd = UInt8(ascii: "\n")
        let digits = Array("0123456789abcdef".utf8)
        do {
            var hasher = try SHA256Hasher()
            var line: [UInt8] = []
            for file in files.sorted(by: { $0.name.lexicographicallyPrecedes($1.name) }) {
                if file.name.contains(lineEnd) { return nil }
                line.removeAll(keepingCapacity: true)
                for byte in file.digest.array {
                    line.append(digits[Int(byte >> 4)])
                    line.append(digits[Int(byte & 15)])
                }
                line += [UInt8(ascii: " "), UInt8(ascii: " ")] + file.name + [lineEnd]
                try hasher.update(line.span)
            }
            return ContentDigest(.h1, SHA256Digest(try hasher.finish()).array)
        } catch {
            return nil
        }
    }

    /// The digest of a `go.mod` alone, which has a line of its own.
    static func ofModFile(_ digest: SHA256Digest) -> ContentDigest? {
        var tree = GoTreeHash()
        tree.add(Array("go.mod".utf8), digest)
        return tree.digest()
    }

    /// `h1:` and base64; `nil` for anything else.
    static func parse(_ text: some Collection<UInt8>) -> ContentDigest? {
        let mark = Array("h1:".utf8)
        guard text.prefix(mark.count).elementsEqual(mark), let bytes = Base64.decode(text.dropFirst(mark.count)) else {
            return nil
        }
        return ContentDigest(.h1, bytes)
    }
}
