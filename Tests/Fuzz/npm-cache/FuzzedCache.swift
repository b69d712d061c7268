import Ecosystems
import EcosystemsSupport
import Inventory

/// A cache made of an input: parts between lines `===`, each with a line that says what it is.
///
/// ```
///   record http://h/leftish     the JSON behind it becomes a record, with its checksum, in the bucket of that key
///   line http://h/leftish       the same without a checksum of ours
///   content sha512              becomes content under its digest
///   file _logs/a                a file
/// ```
/// `@0` to `@9` in a part stands for the integrity of an earlier content: no fuzzer would find a digest by itself.
struct FuzzedCache {
    private(set) var contents: [ByteString: [UInt8]] = [:]
    private var integrities: [[UInt8]] = []

    init(_ input: [UInt8]) {
        var part: [[UInt8]] = []
        let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        for line in lines + [Array("===".utf8)] {
            if line == Array("===".utf8) {
                add(part)
                part = []
            } else {
                part.append(line)
            }
        }
    }

    private mutating func add(_ lines: [[UInt8]]) {
        guard let head = lines.first, let blank = head.firstIndex(of: 0x20) else { return }
        let argument = String(decoding: head[(blank + 1)...], as: UTF8.self)
        let body = filled(Array(lines.dropFirst().joined(separator: [0x0A])))
        switch String(decoding: head[..<blank], as: UTF8.self) {
        case "record": addRecord(argument, body, isSealed: true)
        case "line": addRecord(argument, body, isSealed: false)
        case "content": addContent(argument, body)
        default: contents[ByteString(argument)] = body
        }
    }

    private mutating func addRecord(_ address: String, _ body: [UInt8], isSealed: Bool) {
        let key = "make-fetch-happen:request-cache:" + address
        guard let digits = MemoryFiles.digest(Array(key.utf8), .sha256)?.hex else { return }
        let seal = isSealed ? Array((MemoryFiles.digest(body, .sha1)?.hex ?? "").utf8) + [0x09] : []
        contents[ByteString("_cacache/index-v5/" + Self.split(digits)), default: []] += [0x0A] + seal + body
    }

    private mutating func addContent(_ name: String, _ body: [UInt8]) {
        guard let algorithm = ContentDigest.Algorithm(rawValue: name), let digest = MemoryFiles.digest(body, algorithm)
        else { return }
        contents[ByteString("_cacache/content-v2/\(name)/" + Self.split(digest.hex))] = body
        integrities.append(Array("\(name)-\(Self.base64(digest.bytes))".utf8))
    }

    private static func split(_ digits: String) -> String {
        "\(digits.prefix(2))/\(digits.dropFirst(2).prefix(2))/\(digits.dropFirst(4))"
    }

    private func filled(_ body: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var at = 0
        while at < body.count {
            if body[at] == UInt8(ascii: "@"), at + 1 < body.count,
                integrities.indices.contains(Int(body[at + 1]) - Int(UInt8(ascii: "0")))
            {
                result += integrities[Int(body[at + 1]) - Int(UInt8(ascii: "0"))]
                at += 2
            } else {
                result.append(body[at])
                at += 1
            }
        }
        return result
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            bits <<= UInt32(8 * (3 - group.count))
            for index in 0..<4 {
                let isFilled = index <= group.count
                text.append(isFilled ? letters[Int(bits >> UInt32(18 - 6 * index) & 63)] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
