/// The name BuildKit gives a record, a build or a worker: 25 small letters and digits.
///
/// Only what passes this may become part of a path. A state root may have hundreds of thousands, so none is allocated.
package struct RecordID: Hashable, Sendable {
    package static let length = 25
    /// The letters, eight in each, the first one lowest.
    private let words: Words

    private struct Words: Hashable {
        var first: UInt64 = 0
        var second: UInt64 = 0
        var third: UInt64 = 0
        var fourth: UInt64 = 0
    }

    /// `nil` for anything else.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == RecordID.length else { return nil }
        var words = Words()
        var index: UInt64 = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte) else { return nil }
            let letter = UInt64(byte) << (8 * (index % 8))
            switch index / 8 {
            case 0: words.first |= letter
            case 1: words.second |= letter
            case 2: words.third |= letter
            default: words.fourth |= letter
            }
            index += 1
        }
        self.words = words
    }

    /// The letters.
    package var bytes: [UInt8] {
        [UInt8](capacity: RecordID.length) { output in
            let all: [4 of UInt64] = [words.first, words.second, words.third, words.fourth]
            for index in 0..<RecordID.length {
                output.append(UInt8(truncatingIfNeeded: all[index / 8] >> UInt64(8 * (index % 8))))
            }
        }
    }

    /// The letters as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
