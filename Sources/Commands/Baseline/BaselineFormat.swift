import Bytes
import Hashing
import Inventory
import Manifest
import Report

/// The file that a baseline travels in: JSON lines, the last of which signs all before it.
///
/// ```
///  {"schema":"bezoar.baseline/1","tool":"0.1.0","host":"golden","created":"2026-…","createdNanoseconds":"1795…"}
///  {"cache":"//root/.cache/pip","path":"wheels/…","kind":"file","size":1234,"mode":33188,"sha256":"…"}
///  {"cache":…                                                                    one line per file, in path order
///  {"files":2,"key":"sha256 of the public key","signature":"128 hexadecimal digits"}
/// ```
/// The signature is Ed25519 over the text `bezoar-baseline/1`, a zero byte and the SHA-256 of all bytes before the
/// last line.
enum BaselineFormat {
    static let schema = "bezoar.baseline/1"
    /// Longer lines are refused.
    static let lineMax = 256 * 1024

    /// What the signature is made over.
    static func signedMessage(_ digest: [32 of UInt8]) -> [UInt8] {
        Array("bezoar-baseline/1\u{0}".utf8) + SHA256Digest(digest).array
    }

    static func header(host: ByteString, created: Int64) -> [UInt8] {
        line { json in
            json.member("schema", schema)
            json.member("tool", Version.current)
            json.member("host", host)
            json.member("created", Timestamp.rfc3339(nanoseconds: created))
            // As text: readers in other languages keep numbers as doubles.
            json.member("createdNanoseconds", String(created))
        }
    }

    static func row(_ entry: BaselineEntry) -> [UInt8] {
        line { json in
            json.member("cache", entry.cache)
            json.member("path", entry.path)
            json.member("kind", entry.kind.word)
            json.member("size", entry.size)
            json.member("mode", Int64(entry.mode))
            json.member("sha256", entry.digest?.hex)
        }
    }

    static func footer(files: Int, key: [32 of UInt8], signature: [UInt8]) -> [UInt8] {
        line { json in
            json.member("files", Int64(files))
            json.member("key", SHA256Digest(key).hex)
            json.member("signature", hex(signature))
        }
    }

    private static func line(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        let output = Output()
        var json = JSONWriter(to: output)
        json.object(body)
        json.finish()
        return output.bytes
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
