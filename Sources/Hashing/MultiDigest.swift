/// Several digests of one message from one pass over its bytes: SHA-256 for the manifest, and what the ecosystem of
/// the file wants besides (npm SHA-512, Maven SHA-1).
package struct MultiDigest: ~Copyable {
    /// Digests of a finished message; absent where not asked for.
    package struct Result: Sendable, Hashable {
        package var algorithm: DigestAlgorithm
        package var bytes: [UInt8]
    }

    private var sha512: RunningDigest?
    private var sha384: RunningDigest?
    private var sha224: RunningDigest?
    private var sha1: RunningDigest?
    private var md5: RunningDigest?
    private var sha256: RunningDigest?
    private var blake: RunningDigest?

    /// Begins a message for the given algorithms.
    package init(_ algorithms: Set<DigestAlgorithm>) throws(HashError) {
        sha256 = algorithms.contains(.sha256) ? try RunningDigest(.sha256) : nil
        sha512 = algorithms.contains(.sha512) ? try RunningDigest(.sha512) : nil
        sha384 = algorithms.contains(.sha384) ? try RunningDigest(.sha384) : nil
        sha224 = algorithms.contains(.sha224) ? try RunningDigest(.sha224) : nil
        sha1 = algorithms.contains(.sha1) ? try RunningDigest(.sha1) : nil
        md5 = algorithms.contains(.md5) ? try RunningDigest(.md5) : nil
        blake = algorithms.contains(.blake2b256) ? try RunningDigest(.blake2b256) : nil
    }

    /// Adds the same bytes to all.
    package mutating func update(_ bytes: Span<UInt8>) throws(HashError) {
        try sha256?.update(bytes)
        try sha512?.update(bytes)
        try sha384?.update(bytes)
        try sha224?.update(bytes)
        try sha1?.update(bytes)
        try md5?.update(bytes)
        try blake?.update(bytes)
    }

    /// All digests, in the order of `DigestAlgorithm.allCases`; the next message begins.
    package mutating func finish() throws(HashError) -> [Result] {
        var results: [Result] = []
        if let bytes = try sha256?.finish() { results.append(Result(algorithm: .sha256, bytes: bytes)) }
        if let bytes = try sha512?.finish() { results.append(Result(algorithm: .sha512, bytes: bytes)) }
        if let bytes = try sha384?.finish() { results.append(Result(algorithm: .sha384, bytes: bytes)) }
        if let bytes = try sha224?.finish() { results.append(Result(algorithm: .sha224, bytes: bytes)) }
        if let bytes = try sha1?.finish() { results.append(Result(algorithm: .sha1, bytes: bytes)) }
        if let bytes = try md5?.finish() { results.append(Result(algorithm: .md5, bytes: bytes)) }
        if let bytes = try blake?.finish() { results.append(Result(algorithm: .blake2b256, bytes: bytes)) }
        return results
    }
}
