import Hashing
import TestSupport
import Testing

@Test("A signature is good for its message and key alone")
func signatures() throws {
    let key = try SigningKey()
    let other = try SigningKey()
    let message = Array("what was there".utf8)
    let signature = try key.sign(message)
    #expect(signature.count == 64)
    let verifying = try key.verifyingKey()
    #expect(try verifying.verify(signature, of: message))
    #expect(try !verifying.verify(signature, of: message + [0]))
    #expect(try !verifying.verify(signature, of: []))
    #expect(try !verifying.verify(Array(signature.dropLast()), of: message))
    #expect(try !verifying.verify([], of: message))
    var edited = signature
    edited[10] ^= 1
    #expect(try !verifying.verify(edited, of: message))
    #expect(try !other.verifyingKey().verify(signature, of: message))
}

@Test("Keys and signatures are those of openssl, in both directions")
func openssl() throws {
    let tree = try TestTree()
    let key = try SigningKey()
    try tree.write("key.pem", try key.privatePEM())
    try tree.write("key.pub", try key.verifyingKey().pem())
    try tree.write("message", "message")
    try tree.write("signature", try key.sign(Array("message".utf8)))
    let verified = try Program.run(
        [
            "openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pub", "-rawin", "-in", "message", "-sigfile",
            "signature",
        ], in: tree.path)
    #expect(verified.status == 0, "\(verified.errorText)")
    let made = try Program.run(
        ["sh", "-c", "openssl genpkey -algorithm ed25519 -out other.pem && openssl pkey -in other.pem -pubout"],
        in: tree.path)
    #expect(made.status == 0)
    let signed = try Program.run(
        ["openssl", "pkeyutl", "-sign", "-inkey", "other.pem", "-rawin", "-in", "message"], in: tree.path)
    #expect(try VerifyingKey(pem: made.output).verify(signed.output, of: Array("message".utf8)))
}

@Test("What is no Ed25519 key is refused")
func refused() throws {
    let rsa = try Program.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"])
    #expect(throws: HashError.self) { _ = try SigningKey(pem: rsa.output).privatePEM() }
    let locked = try Program.run(
        ["openssl", "genpkey", "-algorithm", "ed25519", "-aes256", "-pass", "pass:secret"])
    #expect(throws: HashError.self) { _ = try SigningKey(pem: locked.output).privatePEM() }
    for junk in [[], Array("-----BEGIN PRIVATE KEY-----".utf8), [UInt8](repeating: 0, count: 20_000)] {
        #expect(throws: HashError.self) { _ = try SigningKey(pem: junk).privatePEM() }
        #expect(throws: HashError.self) { _ = try VerifyingKey(pem: junk).pem() }
    }
}
