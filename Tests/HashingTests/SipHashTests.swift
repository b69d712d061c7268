import Hashing
import TestSupport
import Testing

/// SipHash as its paper has it, with the paper's own vector checked first (2-4 rounds), then 1-3 rounds for each line
/// `key0 key1 hex`.
private let script = """
    import sys
    M = (1 << 64) - 1
    def rotl(x, b): return ((x << b) | (x >> (64 - b))) & M
    def sip(c, d, k0, k1, m):
        v = [k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261, k1 ^ 0x7465646279746573]
        def rnd():
            v[0] = (v[0] + v[1]) & M; v[1] = rotl(v[1], 13) ^ v[0]; v[0] = rotl(v[0], 32)
            v[2] = (v[2] + v[3]) & M; v[3] = rotl(v[3], 16) ^ v[2]
            v[0] = (v[0] + v[3]) & M; v[3] = rotl(v[3], 21) ^ v[0]
            v[2] = (v[2] + v[1]) & M; v[1] = rotl(v[1], 17) ^ v[2]; v[2] = rotl(v[2], 32)
        b = m + bytes((-len(m) - 1) % 8) + bytes([len(m) & 255])
        for i in range(0, len(b), 8):
            w = int.from_bytes(b[i:i + 8], 'little')
            v[3] ^= w
            for _ in range(c): rnd()
            v[0] ^= w
        v[2] ^= 255
        for _ in range(d): rnd()
        return v[0] ^ v[1] ^ v[2] ^ v[3]
    key = bytes(range(16))
    low, high = int.from_bytes(key[:8], 'little'), int.from_bytes(key[8:], 'little')
    assert sip(2, 4, low, high, bytes(range(15))) == 0xa129ca6149be45e5
    for line in sys.argv[1].split(';'):
        k0, k1, m = line.split(',')
        print(sip(1, 3, int(k0), int(k1), bytes.fromhex(m)))
    """

@Test("The keyed hash is SipHash-1-3, however the message is cut")
func sipHash() throws {
    var random = SeededGenerator(seed: 11)
    var questions: [String] = []
    var answers: [String] = []
    for size in 0..<70 {
        let key = (random.next(), random.next())
        let message = (0..<size).map { _ in UInt8(random.int(0...255)) }
        var hash = SipHash(key: key)
        var rest = message[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(random.int(1...20)))
            hash.update(part.span)
            rest = rest.dropFirst(part.count)
        }
        let hex = message.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        questions.append("\(key.0),\(key.1),\(hex)")
        answers.append(String(hash.finish()))
    }
    let result = try Program.run(["python3", "-c", script, questions.joined(separator: ";")])
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.outputText.split(separator: "\n").map { String($0) } == answers)
}

@Test("A word is its eight bytes, lowest first, also behind an odd number of bytes")
func words() {
    for prefix in 0..<9 {
        var one = SipHash(key: (1, 2))
        var two = SipHash(key: (1, 2))
        for byte in 0..<prefix {
            one.append(UInt8(byte))
            two.append(UInt8(byte))
        }
        one.update(0x0807_0605_0403_0201 as UInt64)
        two.update(([1, 2, 3, 4, 5, 6, 7, 8] as [UInt8]).span)
        #expect(one.finish() == two.finish())
    }
}
