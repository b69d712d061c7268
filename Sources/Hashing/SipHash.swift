/// SipHash-1-3 with a key of 128 bits: the keyed hash of paths and identities.
///
/// Keyed, because an attacker chooses the paths: without the key nobody can make two that collide. The state is
/// four words; the message is eaten in words of eight bytes, the last one holding the length.
package struct SipHash: Sendable {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64
    /// Bytes that do not fill a word yet, and how many came in all.
    private var pending: UInt64 = 0
    private var count: Int = 0

    /// Begins a message under a key.
    package init(key: (UInt64, UInt64)) {
        v0 = 0x736f_6d65_7073_6575 ^ key.0
        v1 = 0x646f_7261_6e64_6f6d ^ key.1
        v2 = 0x6c79_6765_6e65_7261 ^ key.0
        v3 = 0x7465_6462_7974_6573 ^ key.1
    }

    /// Adds bytes.
    package mutating func update(_ bytes: Span<UInt8>) {
        var index = 0
        let end = bytes.count
        while index < end && count & 7 != 0 {
            append(bytes[index])
            index += 1
        }
        while index + 8 <= end {
            var word: UInt64 = 0
            for offset in 0..<8 { word |= UInt64(bytes[index + offset]) << UInt64(8 * offset) }
            absorb(word)
            count &+= 8
            index += 8
        }
        while index < end {
            append(bytes[index])
            index += 1
        }
    }

    /// Adds a word as its eight bytes, lowest first.
    package mutating func update(_ word: UInt64) {
        if count & 7 == 0 {
            absorb(word)
            count &+= 8
            return
        }
        for offset in 0..<8 { append(UInt8(truncatingIfNeeded: word >> UInt64(8 * offset))) }
    }

    /// Adds one byte.
    package mutating func append(_ byte: UInt8) {
        pending |= UInt64(byte) << UInt64(8 * (count & 7))
        count &+= 1
        if count & 7 == 0 {
            absorb(pending)
            pending = 0
        }
    }

    /// The hash of all that was added; the running state stays as it is, so a prefix can be used again.
    package func finish() -> UInt64 {
        var copy = self
        copy.absorb(pending | UInt64(truncatingIfNeeded: count) << 56)
        copy.v2 ^= 0xff
        copy.round()
        copy.round()
        copy.round()
        return copy.v0 ^ copy.v1 ^ copy.v2 ^ copy.v3
    }

    private mutating func absorb(_ word: UInt64) {
        v3 ^= word
        round()
        v0 ^= word
    }

    private mutating func round() {
        v0 = v0 &+ v1
        v1 = (v1 << 13 | v1 >> 51) ^ v0
        v0 = v0 << 32 | v0 >> 32
        v2 = v2 &+ v3
        v3 = (v3 << 16 | v3 >> 48) ^ v2
        v0 = v0 &+ v3
        v3 = (v3 << 21 | v3 >> 43) ^ v0
        v2 = v2 &+ v1
        v1 = (v1 << 17 | v1 >> 47) ^ v2
        v2 = v2 << 32 | v2 >> 32
    }
}
