private import COpenSSL

/// The digests that package managers and the manifest use. Fetched from libcrypto once for the whole process: a fetch
/// takes a lock and a name look-up, which would cost more than hashing a small file.
package enum DigestAlgorithm: String, Sendable, CaseIterable {
    case sha256, sha512, sha384, sha224, sha1, md5
    /// Of 32 bytes; not libcrypto's, which has it with 64 only.
    case blake2b256

    /// Bytes of a digest.
    package var size: Int {
        switch self {
        case .sha256, .blake2b256: 32
        case .sha512: 64
        case .sha384: 48
        case .sha224: 28
        case .sha1: 20
        case .md5: 16
        }
    }

    /// libcrypto's handle; `nil` for what is not its own. Never freed: it lives as long as the process.
    var handle: OpaquePointer? {
        switch self {
        case .sha256: unsafe Fetched.sha256.pointer
        case .sha512: unsafe Fetched.sha512.pointer
        case .sha384: unsafe Fetched.sha384.pointer
        case .sha224: unsafe Fetched.sha224.pointer
        case .sha1: unsafe Fetched.sha1.pointer
        case .md5: unsafe Fetched.md5.pointer
        case .blake2b256: nil
        }
    }
}

/// A fetched `EVP_MD`. Immutable and reference-counted by libcrypto, so threads may share it.
@safe
private struct Fetched: @unchecked Sendable {
    let pointer: OpaquePointer?

    init(_ name: String) {
        unsafe pointer = unsafe EVP_MD_fetch(nil, name, nil)
    }

    static let sha256 = Fetched("SHA256")
    static let sha512 = Fetched("SHA512")
    static let sha384 = Fetched("SHA384")
    static let sha224 = Fetched("SHA224")
    static let sha1 = Fetched("SHA1")
    static let md5 = Fetched("MD5")
}
