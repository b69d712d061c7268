private import COpenSSL

/// An Ed25519 key pair: signs baselines and receipts.
@safe
package struct SigningKey: ~Copyable {
    private let key: OpaquePointer

    /// Makes a new pair from the system's random generator.
    package init() throws(HashError) {
        guard let key = unsafe EVP_PKEY_Q_keygen_ed25519() else { throw HashError.last("make a key") }
        unsafe self.key = key
    }

    /// Reads a private key in PEM (PKCS #8). Keys under a passphrase are refused: nobody is there to type one.
    package init(pem: [UInt8]) throws(HashError) {
        guard let key = unsafe readKey(pem, isPrivate: true) else { throw HashError.last("read the private key") }
        guard unsafe COpenSSL_is_ed25519(key) == 1 else {
            unsafe EVP_PKEY_free(key)
            throw HashError(operation: "use the private key", reason: "it is not an Ed25519 key")
        }
        unsafe self.key = key
    }

    deinit {
        unsafe EVP_PKEY_free(key)
    }

    /// The private key in PEM; keep it where only its owner reads it.
    package func privatePEM() throws(HashError) -> [UInt8] {
        guard let pem = unsafe writeKey(key, isPrivate: true) else { throw HashError.last("write the private key") }
        return pem
    }

    /// The public half.
    package func verifyingKey() throws(HashError) -> VerifyingKey {
        guard let pem = unsafe writeKey(key, isPrivate: false) else { throw HashError.last("write the public key") }
        return try VerifyingKey(pem: pem)
    }

    /// The signature (64 bytes) of a message.
    package func sign(_ message: [UInt8]) throws(HashError) -> [UInt8] {
        guard let context = unsafe EVP_MD_CTX_new() else { throw HashError.last("allocate a signature") }
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe EVP_DigestSignInit(context, nil, nil, nil, key) == 1 else { throw HashError.last("sign") }
        var signature = [UInt8](repeating: 0, count: 64)
        var length = signature.count
        let isDone = unsafe signature.withUnsafeMutableBufferPointer { signature in
            unsafe message.withUnsafeBufferPointer { message in
                unsafe EVP_DigestSign(context, signature.baseAddress, &length, message.baseAddress, message.count) == 1
            }
        }
        guard isDone, length == 64 else { throw HashError.last("sign") }
        return signature
    }
}

/// The public half of an Ed25519 key.
@safe
package struct VerifyingKey: ~Copyable {
    private let key: OpaquePointer

    /// Reads a public key in PEM (SubjectPublicKeyInfo).
    package init(pem: [UInt8]) throws(HashError) {
        guard let key = unsafe readKey(pem, isPrivate: false) else { throw HashError.last("read the public key") }
        guard unsafe COpenSSL_is_ed25519(key) == 1 else {
            unsafe EVP_PKEY_free(key)
            throw HashError(operation: "use the public key", reason: "it is not an Ed25519 key")
        }
        unsafe self.key = key
    }

    deinit {
        unsafe EVP_PKEY_free(key)
    }

    /// The key in PEM.
    package func pem() throws(HashError) -> [UInt8] {
        guard let pem = unsafe writeKey(key, isPrivate: false) else { throw HashError.last("write the public key") }
        return pem
    }

    /// SHA-256 of the 32 raw bytes of the key: its name in files and messages.
    package func fingerprint() throws(HashError) -> [32 of UInt8] {
        var raw = [UInt8](repeating: 0, count: 32)
        var length = raw.count
        let key = unsafe self.key
        let isDone = unsafe raw.withUnsafeMutableBufferPointer { buffer in
            unsafe EVP_PKEY_get_raw_public_key(key, buffer.baseAddress, &length) == 1
        }
        guard isDone, length == 32 else { throw HashError.last("read the public key") }
        return try SHA256Hasher.digest(of: raw)
    }

    /// Whether the signature is this key's over this message.
    package func verify(_ signature: [UInt8], of message: [UInt8]) throws(HashError) -> Bool {
        guard let context = unsafe EVP_MD_CTX_new() else { throw HashError.last("allocate a signature") }
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1 else { throw HashError.last("verify") }
        let result = unsafe signature.withUnsafeBufferPointer { signature in
            unsafe message.withUnsafeBufferPointer { message in
                unsafe EVP_DigestVerify(
                    context, signature.baseAddress, signature.count, message.baseAddress, message.count)
            }
        }
        // 0 and negative numbers both mean "no"; what libcrypto queued about it is of no use to anybody.
        ERR_clear_error()
        return result == 1
    }
}

/// Reads a key from PEM bytes. The caller frees it.
private func readKey(_ pem: [UInt8], isPrivate: Bool) -> OpaquePointer? {
    guard pem.count <= 16 * 1024 else { return nil }
    return unsafe pem.withUnsafeBufferPointer { buffer -> OpaquePointer? in
        guard let memory = unsafe BIO_new_mem_buf(buffer.baseAddress, Int32(truncatingIfNeeded: buffer.count)) else {
            return nil
        }
        defer { unsafe BIO_free(memory) }
        return isPrivate
            ? unsafe PEM_read_bio_PrivateKey(memory, nil, COpenSSL_no_passphrase(), nil)
            : unsafe PEM_read_bio_PUBKEY(memory, nil, COpenSSL_no_passphrase(), nil)
    }
}

/// Writes a key as PEM bytes.
private func writeKey(_ key: OpaquePointer, isPrivate: Bool) -> [UInt8]? {
    guard let memory = unsafe BIO_new(BIO_s_mem()) else { return nil }
    defer { unsafe BIO_free(memory) }
    let isDone =
        isPrivate
        ? unsafe PEM_write_bio_PKCS8PrivateKey(memory, key, nil, nil, 0, nil, nil) == 1
        : unsafe PEM_write_bio_PUBKEY(memory, key) == 1
    guard isDone else { return nil }
    var result = [UInt8](repeating: 0, count: 16 * 1024)
    let count = unsafe result.withUnsafeMutableBufferPointer { buffer in
        unsafe BIO_read(memory, buffer.baseAddress, Int32(truncatingIfNeeded: buffer.count))
    }
    guard count > 0 else { return nil }
    result.removeLast(result.count - Int(count))
    return result
}
