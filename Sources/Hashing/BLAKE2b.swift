/// BLAKE2b with a digest of 32 bytes (RFC 7693), as the Python Package Index names its files by.
///
/// ```
///   state 8 words ─► | block 128 bytes | block | … | last block, filled up with zeros |
///   word 0 ^= 0x0101_00_20: one layer, no key, digest length 32
/// ```
///
/// libcrypto 3.0 has BLAKE2b with 64 bytes only. The length is part of the first state, so cutting that one off gives
/// another function.
package final class BLAKE2b {
    /// Bytes of the digest.
    package static let size = 32
    private static let blockSize = 128

    fileprivate typealias Start = (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

    private static let start: Start = (
        0x6A09_E667_F3BC_C908, 0xBB67_AE85_84CA_A73B, 0x3C6E_F372_FE94_F82B, 0xA54F_F53A_5F1D_36F1,
        0x510E_527F_ADE6_82D1, 0x9B05_688C_2B3E_6C1F, 0x1F83_D9AB_FB41_BD6B, 0x5BE0_CD19_137E_2179
    )

    private var state: [8 of UInt64] = [0, 0, 0, 0, 0, 0, 0, 0]
    private var block = [16 of UInt64](repeating: 0)
    /// Bytes in `block`. It is mixed in when more bytes come: the last one is marked.
    private var held = 0
    private var count: UInt64 = 0

    /// Begins a message.
    package init() {
        restart()
    }

    /// Drops what was added so far.
    package func restart() {
        let start = Self.start
        state = [
            start.0 ^ 0x0101_0000 ^ UInt64(Self.size), start.1, start.2, start.3, start.4, start.5, start.6, start.7,
        ]
        block = [16 of UInt64](repeating: 0)
        held = 0
        count = 0
    }

    /// Adds bytes to the message.
    package func update(_ bytes: Span<UInt8>) {
        var at = 0
        while at < bytes.count {
            if held == Self.blockSize {
                count &+= UInt64(Self.blockSize)
                mix(isLast: false)
                block = [16 of UInt64](repeating: 0)
                held = 0
            }
            if held == 0, bytes.count &- at >= Self.blockSize {
                for word in 0..<16 { block[word] = Self.word(bytes, at &+ 8 &* word) }
                held = Self.blockSize
                at &+= Self.blockSize
            } else {
                block[held >> 3] |= UInt64(bytes[at]) << UInt64(8 &* (held & 7))
                held &+= 1
                at &+= 1
            }
        }
    }

    /// The digest of the message; the next message begins.
    package func finish() -> [UInt8] {
        count &+= UInt64(held)
        mix(isLast: true)
        var result: [UInt8] = []
        result.reserveCapacity(Self.size)
        for index in 0..<Self.size {
            result.append(UInt8(truncatingIfNeeded: state[index >> 3] >> UInt64(8 * (index & 7))))
        }
        restart()
        return result
    }

    @inline(__always)
    private static func word(_ bytes: Span<UInt8>, _ at: Int) -> UInt64 {
        UInt64(littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
    }

    /// Mixes the block in, twelve times in twelve orders. The orders stand here and in no table: so the compiler knows
    /// where each word is.
    private func mix(isLast: Bool) {
        let block = self.block
        let old = state
        var work = Work(old, Self.start)
        work.v12 ^= count
        if isLast { work.v14 = ~work.v14 }
        work.mix(block, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
        work.mix(block, 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3)
        work.mix(block, 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4)
        work.mix(block, 7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8)
        work.mix(block, 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13)
        work.mix(block, 2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9)
        work.mix(block, 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11)
        work.mix(block, 13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10)
        work.mix(block, 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5)
        work.mix(block, 10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0)
        work.mix(block, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
        work.mix(block, 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3)
        state = [
            old[0] ^ work.v0 ^ work.v8, old[1] ^ work.v1 ^ work.v9, old[2] ^ work.v2 ^ work.v10,
            old[3] ^ work.v3 ^ work.v11, old[4] ^ work.v4 ^ work.v12, old[5] ^ work.v5 ^ work.v13,
            old[6] ^ work.v6 ^ work.v14, old[7] ^ work.v7 ^ work.v15,
        ]
    }
}

/// The sixteen words that are mixed: no array, so that they stay in registers.
private struct Work {
    var v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15: UInt64

    init(_ state: [8 of UInt64], _ start: BLAKE2b.Start) {
        (v0, v1, v2, v3) = (state[0], state[1], state[2], state[3])
        (v4, v5, v6, v7) = (state[4], state[5], state[6], state[7])
        (v8, v9, v10, v11) = (start.0, start.1, start.2, start.3)
        (v12, v13, v14, v15) = (start.4, start.5, start.6, start.7)
    }

    /// One round, with the block's words in this order.
    @inline(__always)
    mutating func mix(
        _ block: [16 of UInt64], _ m0: Int, _ m1: Int, _ m2: Int, _ m3: Int, _ m4: Int, _ m5: Int, _ m6: Int,
        _ m7: Int, _ m8: Int, _ m9: Int, _ m10: Int, _ m11: Int, _ m12: Int, _ m13: Int, _ m14: Int, _ m15: Int
    ) {
        Self.turn(&v0, &v4, &v8, &v12, block[m0], block[m1])
        Self.turn(&v1, &v5, &v9, &v13, block[m2], block[m3])
        Self.turn(&v2, &v6, &v10, &v14, block[m4], block[m5])
        Self.turn(&v3, &v7, &v11, &v15, block[m6], block[m7])
        Self.turn(&v0, &v5, &v10, &v15, block[m8], block[m9])
        Self.turn(&v1, &v6, &v11, &v12, block[m10], block[m11])
        Self.turn(&v2, &v7, &v8, &v13, block[m12], block[m13])
        Self.turn(&v3, &v4, &v9, &v14, block[m14], block[m15])
    }

    @inline(__always)
    private static func turn(
        _ a: inout UInt64, _ b: inout UInt64, _ c: inout UInt64, _ d: inout UInt64, _ one: UInt64, _ two: UInt64
    ) {
        a = a &+ b &+ one
        d = rotated(d ^ a, 32)
        c = c &+ d
        b = rotated(b ^ c, 24)
        a = a &+ b &+ two
        d = rotated(d ^ a, 16)
        c = c &+ d
        b = rotated(b ^ c, 63)
    }

    @inline(__always)
    private static func rotated(_ word: UInt64, _ by: UInt64) -> UInt64 { word &>> by | word &<< (64 &- by) }
}
