/// Numbers for people. Machines get them raw.
package enum Human {
    /// A count with its thousands apart: `1,234,567`.
    package static func count(_ value: some BinaryInteger) -> String {
        let digits = Array(String(value.magnitude).utf8)
        var result: [UInt8] = value < 0 ? [UInt8(ascii: "-")] : []
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(UInt8(ascii: ",")) }
            result.append(digit)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// A size with one decimal: `12.3 MiB`; whole bytes below 1024. Rounded to the nearest tenth.
    package static func size(_ bytes: Int64) -> String {
        if bytes < 1024 { return String(max(0, bytes)) + " B" }
        // As unsigned numbers ten times the rest of the largest unit still has room.
        let value = UInt64(bytes)
        var unit: UInt64 = 1024
        for name in ["KiB", "MiB", "GiB", "TiB", "PiB"] {
            let tenths = tenths(of: value, unit)
            // 1023.96 KiB rounds to 1024.0 KiB, which is 1.0 MiB.
            if tenths < 10_240 { return decimal(tenths) + " " + name }
            unit *= 1024
        }
        return decimal(tenths(of: value, unit)) + " EiB"
    }

    private static func tenths(of value: UInt64, _ unit: UInt64) -> UInt64 {
        value / unit * 10 + (value % unit * 10 + unit / 2) / unit
    }

    private static func decimal(_ tenths: UInt64) -> String {
        String(tenths / 10) + "." + String(tenths % 10)
    }

    /// A span of time: `0.12 s`, `12.3 s`, `2 min 05 s`, `3 h 07 min`.
    package static func duration(nanoseconds: Int64) -> String {
        let milliseconds = max(0, nanoseconds) / 1_000_000
        let seconds = milliseconds / 1_000
        if seconds < 1 { return "0." + twoDigits(milliseconds / 10) + " s" }
        if seconds < 60 { return String(seconds) + "." + String(milliseconds % 1_000 / 100) + " s" }
        if seconds < 3_600 { return String(seconds / 60) + " min " + twoDigits(seconds % 60) + " s" }
        return count(seconds / 3_600) + " h " + twoDigits(seconds / 60 % 60) + " min"
    }

    private static func twoDigits(_ value: Int64) -> String {
        (value < 10 ? "0" : "") + String(value)
    }

    /// A count with its noun: `1 file`, `2 files`.
    package static func counted(_ value: Int, _ noun: String, _ plural: String? = nil) -> String {
        count(value) + " " + (value == 1 ? noun : plural ?? noun + "s")
    }
}
