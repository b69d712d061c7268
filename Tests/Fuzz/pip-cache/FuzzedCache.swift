import EcosystemsSupport
import Inventory

/// A cache made of an input: one part after the other, each at a place of its own.
///
/// ```
///   | kind 1 | length 2, the high byte first | bytes | kind 1 | …
///
///   0 answer with its body, to a page    4 body of a wheel         8 note on pip itself
///   1 the same, to a wheel               5 metadata beside it      9 anything else
///   2 answer to a page                   6 wheel that was built
///   3 body of a page                     7 its origin
/// ```
/// Bodies of 4 and 5 have sound answers about them: no fuzzer would find one for each by itself.
struct FuzzedCache {
    private(set) var contents: [ByteString: [UInt8]] = [:]

    private static let page = "https://pypi.example/simple/alpha/"
    private static let wheel = "https://files.pypi.example/packages/alpha-1.1-py2.py3-none-any.whl"
    private static let built = "wheels/1a/b0/8c/4b75c4116c31f83c8f9f047231251e13cc74481cca4a78a9ce/"

    init(_ input: [UInt8]) {
        var at = 0
        while input.count - at >= 3 {
            let length = Int(input[at + 1]) << 8 | Int(input[at + 2])
            let bytes = Array(input[(at + 3)...].prefix(length))
            add(input[at] % 10, bytes)
            at += 3 + bytes.count
        }
    }

    private mutating func add(_ kind: UInt8, _ bytes: [UInt8]) {
        switch kind {
        case 0: contents[Self.place("http", Self.page)] = bytes
        case 1: contents[Self.place("http", Self.wheel)] = bytes
        case 2: contents[Self.place("http-v2", Self.page)] = bytes
        case 3: addBody(Self.page, bytes, hasAnswer: false)
        case 4: addBody(Self.wheel, bytes, hasAnswer: true)
        case 5: addBody(Self.wheel + ".metadata", bytes, hasAnswer: true)
        case 6: contents[ByteString(Self.built + "beta-0.3-py3-none-any.whl")] = bytes
        case 7: contents[ByteString(Self.built + "origin.json")] = bytes
        case 8: contents[ByteString("selfcheck/" + Self.key("/usr"))] = bytes
        default: contents["http-v2/0/other"] = bytes
        }
    }

    private mutating func addBody(_ url: String, _ bytes: [UInt8], hasAnswer: Bool) {
        let place = Self.place("http-v2", url)
        contents[ByteString(place.bytes + Array(".body".utf8))] = bytes
        // {"response": {"status": 200, "headers": {}}}
        guard hasAnswer else { return }
        var answer = Array("cc=4,".utf8) + [0x81, 0xA8] + Array("response".utf8) + [0x82, 0xA6]
        answer += Array("status".utf8) + [0xCC, 200, 0xA7] + Array("headers".utf8) + [0x80]
        contents[place] = answer
    }

    private static func place(_ folder: String, _ url: String) -> ByteString {
        let key = key(url)
        let folders = key.prefix(5).map(String.init).joined(separator: "/")
        return ByteString("\(folder)/\(folders)/\(key)")
    }

    private static func key(_ text: String) -> String { MemoryFiles.digest(Array(text.utf8), .sha224)?.hex ?? "" }
}
