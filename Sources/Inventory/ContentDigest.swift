/// A digest with the name of its algorithm, as a lockfile or an index states it.
package struct ContentDigest: Hashable, Sendable {
    /// The algorithms that package managers name; weakest first, the raw value is the word in every output.
    package enum Algorithm: String, Sendable, CaseIterable, Comparable {
        case md5, sha1, sha224, sha256, sha384, sha512
        /// BLAKE2b of 32 bytes: the Python Package Index names its files by it.
        case blake2b256
        /// SHA-256 of a list of files with their SHA-256, by which Go names a module: no digest of any file's bytes.
        case h1

        /// Bytes of a digest.
        package var size: Int {
            switch self {
            case .md5: 16
            case .sha1: 20
            case .sha224: 28
            case .sha256, .blake2b256, .h1: 32
            case .sha384: 48
            case .sha512: 64
            }
        }

        /// Whether two different files with one digest can be made by who wants to.
        package var isWeak: Bool { self == .md5 || self == .sha1 }

        package static func < (left: Algorithm, right: Algorithm) -> Bool { left.size < right.size }
    }

    package let algorithm: Algorithm
    package let bytes: [UInt8]

    /// `nil` where the algorithm has another number of bytes.
    package init?(_ algorithm: Algorithm, _ bytes: [UInt8]) {
        guard bytes.count == algorithm.size else { return nil }
        self.algorithm = algorithm
        self.bytes = bytes
    }

    /// Eight bytes at a time: the one for arrays takes each on its own.
    package func hash(into hasher: inout Hasher) {
        let span = bytes.span
        hasher.combine(span.count)
        var index = 0
        while index + 8 <= span.count {
            var word: UInt64 = 0
            for offset in 0..<8 { word |= UInt64(span[index + offset]) << UInt64(8 * offset) }
            hasher.combine(word)
            index += 8
        }
        while index < span.count {
            hasher.combine(span[index])
            index += 1
        }
    }

    /// Lower-case hexadecimal digits.
    package var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.count)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension ContentDigest: CustomStringConvertible {
    /// `sha256:hex`.
    package var description: String { algorithm.rawValue + ":" + hex }
}
