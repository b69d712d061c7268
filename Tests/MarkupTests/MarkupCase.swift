import TestSupport

/// One line of an oracle: a document it made, and what Python reads in it.
struct MarkupCase: Sendable {
    var document: [UInt8]
    /// `ok`, `error`, or `refused` for what Python reads and the reader under test must not.
    var verdict: String
    var answer: String

    var text: String { String(decoding: document, as: UTF8.self) }

    /// Asks a script for that many.
    static func make(_ script: String, seed: Int, count: Int) throws -> [MarkupCase] {
        let output = try PythonOracle.ask(
            script: fixture("markup/" + script), input: Array("\(seed) \(count)".utf8))
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            return MarkupCase(document: bytes(fields[0]), verdict: String(fields[1]), answer: String(fields[2]))
        }
    }

    /// Two digits per byte.
    static func hexadecimal(_ text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: text.utf8.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func bytes(_ digits: Substring) -> [UInt8] {
        let values = digits.utf8.map { $0 < 0x60 ? $0 &- 0x30 : $0 &- 0x57 }
        return stride(from: 0, to: values.count - 1, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
