import Bytes
import Hashing
package import Inventory

/// A bundle of evidence: one tar file that any tool unpacks, the list of its digests, and a signature over that list.
///
/// ```
///  evidence.json               what, when, where, by what, signed with which key
///  documents/findings.json     rows of the manifest, builds, findings: documents as they were given
///  files/…                     content out of a quarantine or a cache
///  SHA256SUMS                  digest and name of every member before, as `sha256sum --check` reads it
///  SHA256SUMS.sig              Ed25519, 64 bytes
/// ```
///
/// The signature is made over the text `bezoar-evidence/1`, a zero byte and the SHA-256 of `SHA256SUMS`. Without this
/// program:
///
/// ```
///  tar -xf evidence.tar && sha256sum --check SHA256SUMS
///  { printf 'bezoar-evidence/1\0'; openssl dgst -sha256 -binary SHA256SUMS; } > message
///  openssl pkeyutl -verify -pubin -inkey KEY.pub -rawin -in message -sigfile SHA256SUMS.sig
/// ```
///
/// The same members make the same bytes: owner, mode and time are the same for all, and nothing else varies.
package enum EvidenceFormat {
    package static let schema = "bezoar.evidence/1"
    static let headerName: ByteString = "evidence.json"
    static let sumsName: ByteString = "SHA256SUMS"
    static let signatureName: ByteString = "SHA256SUMS.sig"
    static let documentsFolder: ByteString = "documents"
    static let filesFolder: ByteString = "files"

    /// Members of one bundle.
    package static let membersMax = 1_000_000
    /// Bytes of the header's document, and of the list of digests.
    static let headerMax = 64 * 1024
    static let sumsMax = 256 << 20
    static let signatureSize = 64
    /// What the header's document may ask of its reader.
    static let document = JSONLimits(size: headerMax, nesting: 4, values: 100)

    /// What the signature is made over.
    static func signedMessage(_ sums: [UInt8]) throws(HashError) -> [UInt8] {
        Array("bezoar-evidence/1\u{0}".utf8) + SHA256Digest(try SHA256Hasher.digest(of: sums)).array
    }

    /// The line of a member. Names with a backslash or a line break are escaped as the coreutils have it, and the line
    /// begins with a backslash then.
    static func line(_ digest: SHA256Digest, _ name: ByteString) -> [UInt8] {
        var escaped: [UInt8] = []
        for byte in name.bytes {
            switch byte {
            case UInt8(ascii: "\\"): escaped += Array("\\\\".utf8)
            case UInt8(ascii: "\n"): escaped += Array("\\n".utf8)
            case UInt8(ascii: "\r"): escaped += Array("\\r".utf8)
            default: escaped.append(byte)
            }
        }
        let mark: [UInt8] = escaped.count == name.bytes.count ? [] : [UInt8(ascii: "\\")]
        return mark + Array(digest.hex.utf8) + Array("  ".utf8) + escaped + [UInt8(ascii: "\n")]
    }
}

/// What a bundle says of itself.
package struct EvidenceHeader: Sendable, Hashable {
    /// Version of the program that made it.
    package var version: String
    /// Name of the host.
    package var host: ByteString
    /// Nanoseconds since 1970.
    package var created: Int64
    /// What it is evidence of: an incident's name, a sentence.
    package var about: String

    package init(version: String, host: ByteString, created: Int64, about: String) {
        self.version = version
        self.host = host
        self.created = created
        self.about = about
    }

    /// The time of all members.
    var seconds: Int64 { max(0, created / 1_000_000_000) }

    func document(key fingerprint: SHA256Digest) -> [UInt8] {
        let body = RecordWriter.object { json in
            json.member("schema", EvidenceFormat.schema)
            json.object("tool") { json in
                json.member("name", "bezoar")
                json.member("version", version)
            }
            json.member("host", host)
            json.member("created", Moment.text(created))
            json.member("about", about)
            json.member("key", fingerprint.hex)
        }
        return body + [UInt8(ascii: "\n")]
    }
}
