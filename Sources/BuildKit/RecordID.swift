/// The name BuildKit gives a record, a build or a worker: 25 small letters and digits.
///
/// Only what passes this may become part of a path.
package struct RecordID: Hashable, Sendable {
    package static let length = 25
    package let text: String

    /// `nil` for anything else.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == RecordID.length,
            bytes.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) })
        else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }
}
