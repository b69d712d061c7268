package import Inventory

extension Escape {
    /// The form of bytes that are no UTF-8 in JSON: printable ASCII stands, all else and `%` become `%XX`.
    package static func percent(_ bytes: ByteString) -> String {
        percent(bytes.bytes) { (0x20..<0x7f).contains($0) && $0 != UInt8(ascii: "%") }
    }

    /// A path in a URI: letters, digits, `-._~/` stand, all else becomes `%XX`. A colon too: in the first segment of
    /// a relative reference it would make what is before it a scheme.
    package static func uri(_ path: ByteString) -> String {
        percent(path.bytes) { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
    }

    private static func percent(_ bytes: [UInt8], keep: (UInt8) -> Bool) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for byte in bytes {
            if keep(byte) {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "%"), upperDigit(byte >> 4), upperDigit(byte & 15)]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func upperDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
