import Bytes
import TestSupport
import Testing

/// Asks a script what it reads in documents; the scripts in `Tests/Fixtures/ecosystems` tell the protocol.
enum DocumentOracle {
    /// For each document what was read, as texts; `nil` where the oracle refuses it.
    static func answers(_ words: [String], _ documents: [[UInt8]]) throws -> [[String]?] {
        var input: [UInt8] = []
        for document in documents {
            for byte in document {
                let digits = String(byte, radix: 16)
                input += Array(((digits.utf8.count == 1 ? "0" : "") + digits).utf8)
            }
            input.append(UInt8(ascii: "\n"))
        }
        return try lines(words, input).map { try JSON.parse($0).array?.compactMap(\.string) }
    }

    /// The lines that a program answers with.
    static func lines(_ words: [String], _ input: [UInt8]) throws -> [[UInt8]] {
        let result = try Program.run(words, input: input)
        try #require(result.status == 0, "\(words): \(result.errorText)")
        return result.output.split(separator: UInt8(ascii: "\n")).map(Array.init)
    }

    /// Whether Python can import modules.
    static func python(has modules: String) -> Bool {
        Program.succeeds([PythonOracle.interpreter, "-c", "import " + modules])
    }

    /// The bytes that small hexadecimal digits stand for.
    static func bytes(hex: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var high: UInt8?
        for digit in hex {
            let value = digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
            if let first = high {
                result.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return result
    }
}
