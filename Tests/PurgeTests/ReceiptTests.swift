import Bytes
import Hashing
import Inventory
import Linux
import Purge
import TestSupport
import Testing

/// A receipt says what was done, to other programs too, and only the key's owner can have written it.
@Suite struct ReceiptTests {
    static let digest = SHA256Digest([32 of UInt8](repeating: 0xab))

    static var sample: Receipt {
        var receipt = Receipt(
            version: "0.1.0", host: ByteString([0xff, 0x41]), started: 1_795_229_045_123_456_789,
            request: .init(command: "bezoar purge --apply plan.json", reason: "incident: ##[error]\u{1b}", plan: digest)
        )
        receipt.finished = receipt.started + 1
        receipt.caches = [.init(id: "//root/.cache/pip", root: "/var/lib/buildkit", folder: "/var/lib/buildkit/fs")]
        receipt.add(
            Receipt.Removed(
                cache: 0, path: ByteString([0xe9, 0x25]), kind: .file, size: 1 << 40, digest: digest,
                quarantine: "4f0c21d8a37be951"))
        receipt.add(Receipt.Removed(cache: 0, path: "link", kind: .symbolicLink, size: 0))
        receipt.add(Receipt.Left(cache: 0, path: "mnt", reason: "mount-point"))
        receipt.totals = .init(files: 2, folders: 1, bytes: 1 << 40, bytesFreed: -4096)
        return receipt
    }

    @Test func aReceiptReadsBack() throws {
        let key = try SigningKey()
        let document = try Self.sample.signed(with: key)
        #expect(try Receipt(signed: document, key: key.verifyingKey()) == Self.sample)
        #expect(!Self.sample.isComplete)
    }

    /// The envelope by its own rules: Python takes it apart and builds what is signed, openssl verifies.
    @Test func opensslVerifiesTheEnvelope() throws {
        let bench = try EvidenceBench()
        try bench.tree.write("receipt.json", Self.sample.signed(with: bench.key))
        let script = """
            import base64, json, sys
            envelope = json.load(open(sys.argv[1]))
            assert set(envelope) == {"payloadType", "payload", "signatures"}, envelope
            payload, type = base64.b64decode(envelope["payload"], validate=True), envelope["payloadType"]
            assert type == "application/vnd.in-toto+json"
            open(sys.argv[2], "wb").write(b"DSSEv1 %d %s %d %s" % (len(type), type.encode(), len(payload), payload))
            (signature,) = envelope["signatures"]
            open(sys.argv[3], "wb").write(base64.b64decode(signature["sig"], validate=True))
            statement = json.loads(payload)
            assert statement["_type"] == "https://in-toto.io/Statement/v1"
            assert statement["predicateType"] == "urn:bezoar:receipt:1"
            for subject in statement["subject"]: assert subject["name"] and len(subject["digest"]["sha256"]) == 64
            print(signature["keyid"], [subject["name"] for subject in statement["subject"]])
            """
        let python = try Program.run([
            PythonOracle.interpreter, "-c", script, bench.tree.file("receipt.json"), bench.tree.file("pae"),
            bench.tree.file("sig"),
        ])
        let name = SHA256Digest(try bench.key.verifyingKey().fingerprint()).hex
        #expect(python.outputText == "\(name) ['plan', '%E9%25']\n", "\(python.errorText)")
        let message = try OwnFile.read(bench.tree.bytes("pae"), limit: 1 << 20)
        let signature = try OwnFile.read(bench.tree.bytes("sig"), limit: 100)
        #expect(try bench.opensslVerifies(signature, of: message))
        #expect(try !bench.opensslVerifies(signature, of: message + [0]))
    }

    /// What openssl signed is taken too: the key file is the one that it wrote.
    @Test func anEnvelopeOfOpensslIsTaken() throws {
        let tree = try TestTree()
        let key = tree.file("key")
        #expect(Program.succeeds(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key]))
        let payload = Self.sample.statement
        try tree.write("message", Envelope.message(Receipt.payloadType, payload))
        let signing = try Program.run([
            "openssl", "pkeyutl", "-sign", "-inkey", key, "-rawin", "-in", tree.file("message"),
        ])
        let document = """
            {"payload":"\(Base64.encode(payload))","payloadType":"\(Receipt.payloadType)",
             "signatures":[{"keyid":"","sig":"\(Base64.encode(signing.output))"}]}
            """
        let verifying = try SigningKey(pem: OwnFile.read(Array(key.utf8), limit: 4096)).verifyingKey()
        #expect(try Receipt(signed: Array(document.utf8), key: verifying) == Self.sample)
    }

    @Test func whatWasChangedIsRefused() throws {
        let key = try SigningKey()
        let verifying = try key.verifyingKey()
        let sound = try Envelope(payloadType: Receipt.payloadType, payload: Self.sample.statement, key: key)
        func refusal(_ envelope: Envelope) -> EvidenceError.Kind? {
            do throws(EvidenceError) {
                _ = try Receipt(signed: envelope.document, key: verifying)
                return nil
            } catch {
                return error.kind
            }
        }
        #expect(refusal(sound) == nil)
        var changed = sound
        changed.payload[40] ^= 1
        #expect(refusal(changed) == .badSignature)
        changed = sound
        changed.payloadType += " "
        #expect(refusal(changed) == .badSignature)
        changed = sound
        changed.signatures = []
        #expect(refusal(changed) == .otherKey)
        changed = try Envelope(payloadType: Receipt.payloadType, payload: sound.payload, key: SigningKey())
        #expect(refusal(changed) == .otherKey)
        // Signed, and still no receipt.
        for statement in [
            "", "{}", "[]", String(decoding: sound.payload, as: UTF8.self).replacing("plan", with: "plum"),
        ] {
            let signed = try Envelope(payloadType: Receipt.payloadType, payload: Array(statement.utf8), key: key)
            guard case .malformed = refusal(signed) else {
                Issue.record("taken: \(statement)")
                continue
            }
        }
        let other = try Envelope(payloadType: "text/plain", payload: sound.payload, key: key)
        #expect(refusal(other) == .malformed("its payload is of the type `text/plain`"))
    }

    @Test func longListsAreCounted() {
        var receipt = Self.sample
        for index in 0..<Receipt.listedMax + 5 {
            receipt.add(Receipt.Removed(cache: 0, path: ByteString("f\(index)"), kind: .file, size: 0))
        }
        #expect(receipt.removed.count == Receipt.listedMax)
        #expect(receipt.removedUnlisted == 7)
    }

    /// Any damage to a statement is refused or reads as a receipt that says the same when it is written again.
    @Test func damagedStatementsNeverTrap() {
        var random = SeededGenerator(seed: 5)
        let mutation = Mutation(pieces: ["null", "{}", "[", "\"cache\":9", "-1", "1e9", "\"", "9999999999999999999"])
        var taken = 0
        for _ in 0..<2_000 {
            guard let receipt = try? Receipt(statement: mutation.of(Self.sample.statement, using: &random)) else {
                continue
            }
            taken += 1
            #expect((try? Receipt(statement: receipt.statement)) == receipt)
        }
        #expect(taken < 1_000)
    }
}
