import TestSupport

/// One line of an oracle: a file it made, and what Python reads in it.
struct OracleCase: Sendable {
    /// What stands before the file: the coding, or how often the file was changed.
    var label: String
    var file: [UInt8]
    var isAccepted: Bool
    /// Entries or contents; of a refused file the reason.
    var answer: String

    /// Asks a script for that many.
    static func make(_ script: String, seed: Int, count: Int) throws -> [OracleCase] {
        let output = try PythonOracle.ask(
            script: fixture("inflate/" + script), input: Array("\(seed) \(count)".utf8))
        return output.split(separator: UInt8(ascii: "\n")).map { line in
            let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            let text = fields.map { String(decoding: $0, as: UTF8.self) }
            return OracleCase(
                label: text[0], file: Hexadecimal.bytes(fields[1]), isAccepted: text[2] == "ok", answer: text[3])
        }
    }
}

/// Two digits per byte.
enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    static func bytes(_ text: some Sequence<UInt8>) -> [UInt8] {
        let values = text.map { $0 < 0x60 ? $0 &- 0x30 : $0 &- 0x57 }
        return stride(from: 0, to: values.count - 1, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
