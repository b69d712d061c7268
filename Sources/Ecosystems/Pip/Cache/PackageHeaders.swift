/// The headers of `METADATA`, `WHEEL` and `PKG-INFO`: mail headers (RFC 822).
struct PackageHeaders {
    /// Bytes of one value.
    private static let valueLimit = 4096
    /// Headers that are read.
    private static let countLimit = 10_000

    private var fields: [(name: String, value: String)] = []

    /// Takes a whole file: headers end at the first empty line.
    init(_ bytes: [UInt8]) {
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            var line = line
            if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
            guard !line.isEmpty, fields.count < Self.countLimit else { return }
            // A line that begins with a blank goes on with the one before; none of those that count is so long.
            guard line.first != UInt8(ascii: " "), line.first != UInt8(ascii: "\t"),
                let colon = line.firstIndex(of: UInt8(ascii: ":"))
            else { continue }
            var value = line[(colon + 1)...].prefix(Self.valueLimit)
            while let first = value.first, first == 0x20 || first == 0x09 { value = value.dropFirst() }
            while let last = value.last, last == 0x20 || last == 0x09 { value = value.dropLast() }
            fields.append(
                (
                    String(decoding: line[..<colon].map(\.asciiLowercased), as: UTF8.self),
                    String(decoding: value, as: UTF8.self)
                ))
        }
    }

    /// The first value of a name in small letters.
    func first(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// All values of a name in small letters.
    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
}
