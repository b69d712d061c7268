import Hashing
import TestSupport
import Testing

private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

@Test(
    "Digests equal those of openssl, however the message is cut",
    arguments: DigestAlgorithm.allCases.filter { $0 != .blake2b256 })
func digests(algorithm: DigestAlgorithm) throws {
    let tree = try TestTree()
    var random = SeededGenerator(seed: 5)
    var digest = try RunningDigest(algorithm)
    for size in [0, 1, 55, 56, 63, 64, 65, 111, 112, 128, 1000, 70_000] {
        let message = (0..<size).map { _ in UInt8(random.int(0...255)) }
        var rest = message[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(random.int(1...900)))
            try digest.update(part.span)
            rest = rest.dropFirst(part.count)
        }
        try tree.write("message", message)
        let answer = try Program.run(["openssl", "dgst", "-" + algorithm.rawValue, "-r", tree.path + "/message"])
        #expect(hex(try digest.finish()) == answer.outputText.prefix { $0 != " " })
    }
}

@Test("BLAKE2b of 32 bytes equals Python's, however the message is cut")
func blake() throws {
    var random = SeededGenerator(seed: 6)
    var digest = try RunningDigest(.blake2b256)
    let script = "import hashlib,sys; print(hashlib.blake2b(sys.stdin.buffer.read(), digest_size=32).hexdigest())"
    for size in [0, 1, 127, 128, 129, 255, 256, 257, 1000, 70_000] {
        let message = (0..<size).map { _ in UInt8(random.int(0...255)) }
        var rest = message[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(random.int(1...900)))
            try digest.update(part.span)
            rest = rest.dropFirst(part.count)
        }
        let answer = try Program.run([PythonOracle.interpreter, "-c", script], input: message)
        #expect(hex(try digest.finish()) == answer.outputText.prefix { $0 != "\n" })
    }
}

@Test("Several digests come from one pass")
func several() throws {
    var multi = try MultiDigest([.sha256, .sha512, .sha1])
    for word in ["a", "bc", "def"] {
        try multi.update(Array(word.utf8).span)
    }
    let results = try multi.finish()
    #expect(results.map(\.algorithm) == [.sha256, .sha512, .sha1])
    for result in results {
        var digest = try RunningDigest(result.algorithm)
        try digest.update(Array("abcdef".utf8).span)
        #expect(try digest.finish() == result.bytes)
        #expect(result.bytes.count == result.algorithm.size)
    }
}

@Test("SHA-256 as 32 bytes, used again and again")
func sha256() throws {
    var hasher = try SHA256Hasher()
    for _ in 0..<3 {
        try hasher.update(Array("abc".utf8).span)
        let digest = try hasher.finish()
        #expect(hex((0..<32).map { digest[$0] }) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
    try hasher.update(Array("dropped".utf8).span)
    try hasher.restart()
    let empty = try hasher.finish()
    #expect(empty[0] == 0xe3)
}

@Test("The kernel that libcrypto picks has a name")
func kernel() {
    #expect(CryptoLibrary.version.hasPrefix("OpenSSL 3"))
    #expect(["SHA-NI", "AVX2", "AVX", "SSSE3", "ARMv8 SHA-2", "NEON", "scalar"].contains(CryptoLibrary.sha256Kernel))
}
