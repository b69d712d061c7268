/// What is wrong with a key file, and how to get the right one.
///
/// ```
///  -----BEGIN PUBLIC KEY-----       the label says which half it is, and whether it is under a passphrase
/// ```
enum KeyDiagnosis {
    /// The half that a command needs.
    enum Half {
        case privateKey, publicKey
    }

    /// What the key is for.
    enum Purpose {
        case baseline, receipt
    }

    /// Why a PEM file is not the Ed25519 key that is wanted. `reason` is what libcrypto said of it.
    static func complaint(_ pem: [UInt8], wants half: Half, for purpose: Purpose = .baseline, reason: String) -> String
    {
        let text = String(decoding: pem, as: UTF8.self)
        let labels = text.split(separator: "\n").filter { $0.hasPrefix("-----BEGIN ") }
        let isPublic = labels.contains { $0.contains("PUBLIC KEY-----") }
        let isPrivate = labels.contains { $0.contains("PRIVATE KEY-----") }
        let isEncrypted = labels.contains { $0.contains("ENCRYPTED") } || text.contains("Proc-Type: 4,ENCRYPTED")
        switch half {
        case .privateKey where isPublic && !isPrivate:
            let what = purpose == .receipt ? "the purge's receipt" : "an export"
            return "this is a public key; \(what) is signed with the private key, the file that "
                + "`openssl genpkey -algorithm ed25519` wrote"
        case _ where isEncrypted && (half == .privateKey || purpose == .receipt):
            return "this private key is under a passphrase, and nobody is there to type it; "
                + "`openssl pkey -in KEY -out PLAIN` writes it without one (keep that file where only you read it)"
        case .publicKey where isPrivate && purpose == .baseline:
            return "this is a private key, which should not leave the host that signs; an import is checked with the "
                + "public one: `openssl pkey -in KEY -pubout -out KEY.pub` makes it"
        case _ where labels.contains { $0.contains("OPENSSH") }:
            return "this is a key of OpenSSH; " + need(half)
        case _ where labels.contains { $0.contains("CERTIFICATE") } && !isPublic && !isPrivate:
            return "this is a certificate and no key; " + need(half)
        case _ where !isPublic && !isPrivate: return "this is no key in PEM; " + need(half)
        default: return "this key cannot be used: \(reason); " + need(half)
        }
    }

    private static func need(_ half: Half) -> String {
        switch half {
        case .privateKey:
            "a private Ed25519 key in PEM is needed: `openssl genpkey -algorithm ed25519 -out KEY` makes one"
        case .publicKey:
            "a public Ed25519 key in PEM is needed: `openssl pkey -in KEY -pubout -out KEY.pub` makes it"
        }
    }
}
