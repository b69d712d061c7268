import Bytes
package import Hashing
import Inventory

/// A signed document: an envelope of DSSE (Dead Simple Signing Envelope), version 1.
///
/// ```
///  {"payloadType":"application/vnd.in-toto+json","payload":"Base64",
///   "signatures":[{"keyid":"SHA-256 of the public key","sig":"Base64 of 64 bytes"}]}
/// ```
///
/// The signature is Ed25519 over `DSSEv1 28 application/vnd.in-toto+json 1234 ` and the payload, with the lengths of
/// both in decimal digits: so nothing that is signed as one kind can be taken for another.
package struct Envelope: Sendable, Hashable {
    /// One signature.
    package struct Signature: Sendable, Hashable {
        /// Who says to have made it: SHA-256 of the 32 bytes of the public key, in hexadecimal digits.
        package var key: String
        package var bytes: [UInt8]
    }

    package var payloadType: String
    package var payload: [UInt8]
    package var signatures: [Signature]

    /// Bytes of an envelope, and signatures in it.
    package static let sizeMax = 96 << 20
    package static let signaturesMax = 16
    private static let limits = JSONLimits(size: sizeMax, nesting: 4, values: 100)

    /// Signs a payload.
    package init(
        payloadType: String, payload: [UInt8], key: borrowing SigningKey
    ) throws(EvidenceError) {
        self.payloadType = payloadType
        self.payload = payload
        do throws(HashError) {
            let name = SHA256Digest(try key.verifyingKey().fingerprint()).hex
            let signature = try key.sign(Self.message(payloadType, payload))
            signatures = [Signature(key: name, bytes: signature)]
        } catch {
            throw EvidenceError(.hashing(error))
        }
    }

    /// Reads an envelope. Nothing is checked yet.
    package init(document: [UInt8]) throws(EvidenceError) {
        do throws(RecordReader.Failure) {
            let record = try RecordReader(document, limits: Self.limits)
            payloadType = try record.text("payloadType")
            payload = try record.base64("payload")
            signatures = []
            for signature in try record.records("signatures", limit: Self.signaturesMax) {
                signatures.append(
                    Signature(key: try signature.text("keyid"), bytes: try signature.base64("sig")))
            }
        } catch {
            throw EvidenceError(.malformed(error.reason))
        }
    }

    /// The envelope as a document, with a line break at its end.
    package var document: [UInt8] {
        let body = RecordWriter.object { json in
            json.member("payloadType", payloadType)
            json.member("payload", Base64.encode(payload))
            json.array("signatures") { json in
                for signature in signatures {
                    json.element { json in
                        json.member("keyid", signature.key)
                        json.member("sig", Base64.encode(signature.bytes))
                    }
                }
            }
        }
        return body + [UInt8(ascii: "\n")]
    }

    /// Throws where none of the signatures is this key's over this payload. Names of keys are only hints: each
    /// signature is tried.
    package func verify(_ key: borrowing VerifyingKey) throws(EvidenceError) {
        let message = Self.message(payloadType, payload)
        let name: String
        do throws(HashError) {
            for signature in signatures where try key.verify(signature.bytes, of: message) { return }
            name = SHA256Digest(try key.fingerprint()).hex
        } catch {
            throw EvidenceError(.hashing(error))
        }
        throw EvidenceError(signatures.contains { $0.key == name } ? .badSignature : .otherKey)
    }

    /// What is signed: DSSE's pre-authentication encoding.
    package static func message(_ type: String, _ payload: [UInt8]) -> [UInt8] {
        Array("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8) + payload
    }
}
