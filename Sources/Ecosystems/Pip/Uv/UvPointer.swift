import Bytes
import Inventory

/// What leads from the name of a wheel to its archive (`.http`, `.rev`).
///
/// ```
///   MessagePack: ["ZNX1…", [{"Sha256": "<hex>"}], "six-1.16.0-py2.py3-none-any.whl", 0, 11053]  then what HTTP said
///                 archive    digests                file, from 2025 on
/// ```
/// The order of the fields has changed; what each text is, it tells itself.
struct UvPointer {
    /// Bytes that are read of one.
    static let limit = 4 << 20
    /// Texts that are looked at.
    private static let texts = 1_000

    /// Archives that it may mean: texts that are no digest.
    private(set) var words: [[UInt8]] = []
    private(set) var digests: [ContentDigest] = []

    /// Reads a whole file.
    init(_ bytes: [UInt8]) throws(ParseError) {
        var scanner = try MessagePackScanner(
            bytes.span, limits: MessagePackLimits(size: Self.limit, nesting: 16, allowsTrailingBytes: true))
        var count = 0
        while count < Self.texts {
            switch try scanner.next() {
            case .text, .binary:
                count += 1
                guard let text = scanner.text() else { continue }
                if let digest = Self.digest(text) { digests.append(digest) } else { words.append(Array(text.utf8)) }
            case .end: return
            default: continue
            }
        }
    }

    private static func digest(_ text: String) -> ContentDigest? {
        for algorithm in [ContentDigest.Algorithm.sha256, .sha384, .sha512] {
            if let digest = DigestText.hex(algorithm, text) { return digest }
        }
        return nil
    }

    /// Name of the wheel's file, where it has one.
    var file: String? {
        words.lazy.map { String(decoding: $0, as: UTF8.self) }.first { PythonName.wheel($0) != nil }
    }
}
