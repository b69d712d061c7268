internal import Inventory

/// A file that holds the digest of the file beside it, as the server gave it.
///
/// ```
///   x.jar.sha1:   hex       hex  x.jar       SHA1(x.jar)= hex       in either case, with or without newline
/// ```
enum MavenSidecar {
    /// Bytes of the largest one that is read; real ones have a line.
    static let sizeLimit = 4096

    private static let endings: [(ending: [UInt8], algorithm: ContentDigest.Algorithm)] = [
        (Array(".sha1".utf8), .sha1), (Array(".md5".utf8), .md5), (Array(".sha256".utf8), .sha256),
        (Array(".sha512".utf8), .sha512),
    ]

    /// The name of the file that a sidecar is about, and what it holds; `nil` for other names.
    static func split(_ name: ArraySlice<UInt8>) -> (base: ArraySlice<UInt8>, algorithm: ContentDigest.Algorithm)? {
        for (ending, algorithm) in endings where name.count > ending.count && name.suffix(ending.count) == ending[...] {
            return (name.dropLast(ending.count), algorithm)
        }
        return nil
    }

    /// What a sidecar states, read as the resolver reads it; `nil` where that is no digest.
    static func digest(_ bytes: [UInt8], _ algorithm: ContentDigest.Algorithm) -> ContentDigest? {
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let text = Blank.trimmedAsPython(line)
            if text.isEmpty { continue }
            // `ALGORITHM(name)= hex` has it behind the last blank, all else before the first.
            let words = text.split(separator: 0x20)
            if words.count > 1, words[words.count - 2].last == UInt8(ascii: "="), let last = words.last {
                return DigestText.hex(algorithm, last)
            }
            return words.first.flatMap { DigestText.hex(algorithm, $0) }
        }
        return nil
    }
}
