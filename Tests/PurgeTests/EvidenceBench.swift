import Hashing
import Inventory
import Linux
import Purge
import TestSupport

/// A folder with a key pair, and bundles in it.
final class EvidenceBench {
    let tree: TestTree
    let key: SigningKey

    init() throws {
        tree = try TestTree()
        key = try SigningKey()
        try tree.write("key.pub", key.verifyingKey().pem())
    }

    static let header = EvidenceHeader(
        version: "0.1.0", host: "build-7", created: 1_795_229_045_123_456_789, about: "a test")

    /// Names that have made trouble for somebody: long, not UTF-8, with line breaks, escapes and leading dashes.
    static let hostileNames: [[UInt8]] = [
        Array("plain.whl".utf8), Array(repeating: UInt8(ascii: "n"), count: 255),
        Array((Array(repeating: String(repeating: "d", count: 99), count: 20).joined(separator: "/") + "/f").utf8),
        [0xff, 0x80, 0x2f, 0xe9], Array("évil \u{202e}".utf8), Array("new\nline".utf8), Array("back\\slash".utf8),
        Array("-rf".utf8), Array(" blank ".utf8), Array("carriage\rreturn".utf8),
        Array("tab\u{09}escape\u{1b}[2J".utf8),
        Array(repeating: 0xc3, count: 250),
        Array("a=b\n30 path=/etc/passwd".utf8),
        // With its folder before it: 99, 100 and 101 bytes.
        Array(repeating: UInt8(ascii: "x"), count: 93), Array(repeating: UInt8(ascii: "y"), count: 94),
        Array(repeating: UInt8(ascii: "z"), count: 95),
    ]

    /// Writes a bundle of documents and of files with hostile names; gives its path.
    func write(_ name: String = "evidence.tar", files: [[UInt8]] = hostileNames) throws -> String {
        let path = ByteString(tree.file(name))
        var writer = try EvidenceWriter.begin(path, Self.header, key: key)
        try writer.add(document: "findings.json", Array("{\"findings\":[]}\n".utf8))
        try writer.add(document: "empty.json", [])
        for (index, name) in files.enumerated() {
            try tree.write("content", String(repeating: "content \(index) ", count: index * 37))
            let file = try Descriptor.open(tree.bytes("content"), .readOnly)
            try writer.add(file: ByteString(name), from: file)
        }
        try writer.finish(key: key, replaces: true)
        return path.utf8Text ?? ""
    }

    /// Checks a bundle with the right key.
    func check(_ path: String) throws -> EvidenceCheck {
        let file = try Descriptor.open(Array(path.utf8), .readOnly)
        return try EvidenceReader.check(file, key: key.verifyingKey())
    }

    /// Whether openssl takes a signature of a message as that of this key.
    func opensslVerifies(_ signature: [UInt8], of message: [UInt8]) throws -> Bool {
        try tree.write("message", message)
        try tree.write("signature", signature)
        return Program.succeeds([
            "openssl", "pkeyutl", "-verify", "-pubin", "-inkey", tree.file("key.pub"), "-rawin", "-in",
            tree.file("message"), "-sigfile", tree.file("signature"),
        ])
    }
}
