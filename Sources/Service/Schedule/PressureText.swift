/// One file of `/proc/pressure`.
///
/// ```
///  some avg10=12.34 avg60=5.00 avg300=1.02 total=123456      at least one task waited, in percent of the time
///  full avg10=0.00 avg60=0.00 avg300=0.00 total=0            all of them did
/// ```
package enum PressureText {
    /// A larger file is none of the kernel's.
    package static let byteLimit = 1024

    /// Whole percents of the last ten seconds in which some task waited; `nil` where the text is another.
    package static func some10(_ bytes: [UInt8]) -> Int? {
        guard bytes.count <= byteLimit else { return nil }
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " "))
            guard let first = words.first, first.elementsEqual("some".utf8) else { continue }
            guard let word = words.first(where: { $0.starts(with: "avg10=".utf8) }) else { return nil }
            return percent(word.dropFirst("avg10=".utf8.count))
        }
        return nil
    }

    /// The whole part of a number such as `12.34`, from 0 to 100.
    private static func percent(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        var count = 0
        for byte in digits {
            if byte == UInt8(ascii: "."), count > 0 { return value }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            count += 1
            if value > 100 { return nil }
        }
        return count > 0 ? value : nil
    }
}
