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

    private static let start: [UInt64] = [
        0x6A09_E667_F3BC_C908, 0xBB67_AE85_84CA_A73B, 0x3C6E_F372_FE94_F82B, 0xA54F_F53A_5F1D_36F1,
        0x510E_527F_ADE6_82D1, 0x9B05_688C_2B3E_6C1F, 0x1F83_D9AB_FB41_BD6B, 0x5BE0_CD19_137E_2179,
    ]

    private static let order: [160 of UInt8] = [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
        11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
        7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
        9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
        2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
        12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
        13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
        6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
        10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
    ]

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
        for index in 0..<8 { state[index] = Self.start[index] }
        state[0] ^= 0x0101_0000 ^ UInt64(Self.size)
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

    private static func word(_ bytes: Span<UInt8>, _ at: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in 0..<8 { value |= UInt64(bytes[at &+ index]) << UInt64(8 &* index) }
        return value
    }

    private func mix(isLast: Bool) {
        var work = [16 of UInt64](repeating: 0)
        for index in 0..<8 {
            work[index] = state[index]
            work[index + 8] = Self.start[index]
        }
        work[12] ^= count
        if isLast { work[14] = ~work[14] }
        for round in 0..<12 {
            let row = round % 10 * 16
            Self.turn(&work, 0, 4, 8, 12, block[Self.place(row)], block[Self.place(row + 1)])
            Self.turn(&work, 1, 5, 9, 13, block[Self.place(row + 2)], block[Self.place(row + 3)])
            Self.turn(&work, 2, 6, 10, 14, block[Self.place(row + 4)], block[Self.place(row + 5)])
            Self.turn(&work, 3, 7, 11, 15, block[Self.place(row + 6)], block[Self.place(row + 7)])
            Self.turn(&work, 0, 5, 10, 15, block[Self.place(row + 8)], block[Self.place(row + 9)])
            Self.turn(&work, 1, 6, 11, 12, block[Self.place(row + 10)], block[Self.place(row + 11)])
            Self.turn(&work, 2, 7, 8, 13, block[Self.place(row + 12)], block[Self.place(row + 13)])
            Self.turn(&work, 3, 4, 9, 14, block[Self.place(row + 14)], block[Self.place(row + 15)])
        }
        for index in 0..<8 { state[index] ^= work[index] ^ work[index + 8] }
    }

    @inline(__always)
    private static func place(_ index: Int) -> Int { Int(order[index]) }

    @inline(__always)
    private static func turn(
        _ work: inout [16 of UInt64], _ a: Int, _ b: Int, _ c: Int, _ d: Int, _ one: UInt64, _ two: UInt64
    ) {
        work[a] = work[a] &+ work[b] &+ one
        work[d] = rotated(work[d] ^ work[a], 32)
        work[c] = work[c] &+ work[d]
        work[b] = rotated(work[b] ^ work[c], 24)
        work[a] = work[a] &+ work[b] &+ two
        work[d] = rotated(work[d] ^ work[a], 16)
        work[c] = work[c] &+ work[d]
        work[b] = rotated(work[b] ^ work[c], 63)
    }

    @inline(__always)
    private static func rotated(_ word: UInt64, _ by: UInt64) -> UInt64 { word >> by | word << (64 &- by) }
}
