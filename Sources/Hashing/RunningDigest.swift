private import COpenSSL

/// A running digest of any algorithm. One per thread; `finish` makes it ready for the next message, so that the
/// context is allocated once.
@safe
package struct RunningDigest: ~Copyable {
    package let algorithm: DigestAlgorithm
    private let context: OpaquePointer
    /// Ours instead of libcrypto's; the context is empty then.
    private let blake: BLAKE2b?

    /// Allocates the context and begins a message.
    package init(_ algorithm: DigestAlgorithm) throws(HashError) {
        guard let context = unsafe EVP_MD_CTX_new() else { throw HashError.last("allocate a digest") }
        if algorithm == .blake2b256 {
            blake = BLAKE2b()
        } else {
            guard let handle = unsafe algorithm.handle, unsafe EVP_DigestInit_ex2(context, handle, nil) == 1 else {
                unsafe EVP_MD_CTX_free(context)
                throw HashError.last("begin \(algorithm.rawValue)")
            }
            blake = nil
        }
        self.algorithm = algorithm
        unsafe self.context = context
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    /// Adds bytes to the message.
    package borrowing func update(_ bytes: Span<UInt8>) throws(HashError) {
        if let blake {
            blake.update(bytes)
            return
        }
        let context = unsafe self.context
        let isDone = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count) == 1
        }
        if !isDone { throw HashError.last("hash") }
    }

    /// The digest of the message; the next message begins.
    package mutating func finish() throws(HashError) -> [UInt8] {
        if let blake { return blake.finish() }
        var result = [UInt8](repeating: 0, count: 64)
        let context = unsafe self.context
        let isDone = unsafe result.withUnsafeMutableBufferPointer { buffer in
            unsafe EVP_DigestFinal_ex(context, buffer.baseAddress, nil) == 1
        }
        guard isDone else { throw HashError.last("finish a digest") }
        try restart()
        result.removeLast(64 - algorithm.size)
        return result
    }

    /// Drops what was added so far.
    package mutating func restart() throws(HashError) {
        if let blake {
            blake.restart()
            return
        }
        guard unsafe EVP_DigestInit_ex2(context, nil, nil) == 1 else { throw HashError.last("begin a digest") }
    }

    /// `finish` for a 32-byte digest, without an array.
    fileprivate mutating func finish32() throws(HashError) -> [32 of UInt8] {
        var result = [32 of UInt8](repeating: 0)
        let context = unsafe self.context
        var target = result.mutableSpan
        let isDone = unsafe target.withUnsafeMutableBufferPointer { buffer in
            unsafe EVP_DigestFinal_ex(context, buffer.baseAddress, nil) == 1
        }
        guard isDone else { throw HashError.last("finish a digest") }
        try restart()
        return result
    }
}

/// SHA-256, the manifest's digest, with its result as a value of 32 bytes.
package struct SHA256Hasher: ~Copyable {
    private var digest: RunningDigest

    package init() throws(HashError) {
        digest = try RunningDigest(.sha256)
    }

    /// Adds bytes to the message.
    package borrowing func update(_ bytes: Span<UInt8>) throws(HashError) {
        try digest.update(bytes)
    }

    /// The digest; the next message begins.
    package mutating func finish() throws(HashError) -> [32 of UInt8] {
        try digest.finish32()
    }

    /// Drops what was added so far.
    package mutating func restart() throws(HashError) {
        try digest.restart()
    }

    /// The digest of one whole message.
    package static func digest(of bytes: [UInt8]) throws(HashError) -> [32 of UInt8] {
        var hasher = try SHA256Hasher()
        try hasher.update(bytes.span)
        return try hasher.finish()
    }
}
