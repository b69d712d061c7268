/// The records of an extended header (POSIX' `pax`): `18 path=some/name\n`, each beginning with its own length.
struct TarRecords {
    /// Keys and values in the order of the header.
    private(set) var pairs: [(key: [UInt8], value: [UInt8])] = []

    /// Takes a header's content apart.
    init(_ bytes: [UInt8], at offset: Int) throws(ArchiveError) {
        var at = 0
        while at < bytes.count {
            // Zeros behind the last record are padding of careless programs.
            if bytes[at] == 0, bytes[at...].allSatisfy({ $0 == 0 }) { return }
            var length = 0
            var end = at
            while end < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[end]) {
                length = length * 10 + Int(bytes[end] - UInt8(ascii: "0"))
                end += 1
                guard length <= bytes.count else { throw Self.fail("a record is longer than its header", offset + at) }
            }
            guard end < bytes.count, bytes[end] == UInt8(ascii: " "), length > end - at + 1,
                length <= bytes.count - at
            else { throw Self.fail("a record's length is wrong", offset + at) }
            let body = bytes[end + 1..<at + length - 1]
            guard bytes[at + length - 1] == UInt8(ascii: "\n"), let sign = body.firstIndex(of: UInt8(ascii: "=")) else {
                throw Self.fail("a record is not `key=value` and a new line", offset + at)
            }
            pairs.append((Array(body[..<sign]), Array(body[(sign + 1)...])))
            at += length
        }
    }

    /// The last value of a key; keys are few.
    subscript(_ key: String) -> [UInt8]? {
        pairs.last { $0.key.elementsEqual(key.utf8) }?.value
    }

    /// A key that stands there more than once.
    var repeatedKey: [UInt8]? {
        var seen: Set<[UInt8]> = []
        return pairs.first { !seen.insert($0.key).inserted }?.key
    }

    /// A value as a number without a sign; `nil` where it is none.
    static func size(_ value: [UInt8]) -> Int? {
        guard !value.isEmpty, value.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return Int(String(decoding: value, as: UTF8.self))
    }

    private static func fail(_ reason: String, _ offset: Int) -> ArchiveError {
        TarReader.fail(.malformed, reason, at: offset)
    }
}
