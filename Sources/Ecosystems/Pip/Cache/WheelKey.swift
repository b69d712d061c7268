import Hashing
import Inventory

/// The name of the folder in which pip keeps what it built from one URL: SHA-224 of
///
/// ```
///   pip 7 to 19:  https://…/docopt-0.6.2.tar.gz#sha256=49b3…
///   pip 20 on:    {"interpreter_name":"cp","interpreter_version":"311","sha256":"49b3…","url":"https://…"}
///                 keys in order, no blanks, ASCII; `subdirectory` where there is one; no digest where none was known
/// ```
enum WheelKey {
    /// Interpreters that pip was ever run by: PyPy and CPython, 2.7 and 3.4 to 3.16.
    private static let versions = ["27"] + (4...16).map { "3\($0)" }
    private static let names = ["cp", "pp"]
    /// URLs that are tried for one folder.
    static let tryLimit = 4096

    /// Whether the key belongs to a URL. `digests` are those that an index or `origin.json` gives it.
    static func matches(
        _ key: [UInt8], url: String, digests: [ContentDigest], subdirectory: String? = nil
    ) -> Bool {
        let link = PipURL.withoutFragment(url)
        let fragments = [""] + digests.map { "#" + $0.algorithm.rawValue + "=" + $0.hex }
        if fragments.contains(where: { PipURL.hexSHA224(Array((link + $0).utf8)) == key }) { return true }
        for digest in [nil] + digests.map(Optional.some) {
            for name in names {
                for version in versions {
                    let text = document(link, digest, subdirectory, name, version)
                    if PipURL.hexSHA224(Array(text.utf8)) == key { return true }
                }
            }
        }
        return false
    }

    private static func document(
        _ url: String, _ digest: ContentDigest?, _ subdirectory: String?, _ name: String, _ version: String
    ) -> String {
        var members = [("interpreter_name", name), ("interpreter_version", version), ("url", url)]
        if let digest { members.append((digest.algorithm.rawValue, digest.hex)) }
        if let subdirectory, !subdirectory.isEmpty { members.append(("subdirectory", subdirectory)) }
        members.sort { $0.0 < $1.0 }
        return "{" + members.map { quoted($0.0) + ":" + quoted($0.1) }.joined(separator: ",") + "}"
    }

    /// As Python's `json` writes a text.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for unit in text.utf16 {
            switch unit {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x0A: result += "\\n"
            case 0x0D: result += "\\r"
            case 0x09: result += "\\t"
            case 0x08: result += "\\b"
            case 0x0C: result += "\\f"
            case 0x20...0x7E: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            }
        }
        return result + "\""
    }
}
