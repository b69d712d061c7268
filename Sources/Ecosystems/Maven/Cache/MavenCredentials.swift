internal import Bytes
internal import Inventory

/// Looks for credentials in what a client notes: only the place and the kind are reported.
enum MavenCredentials {
    /// Reads a file and looks.
    static func note(in index: Int, _ scan: inout MavenScan) {
        guard let text = scan.text(index) else { return }
        note(text, in: index, &scan)
    }

    /// Looks for addresses with a name and a password.
    static func note(_ text: [UInt8], in index: Int, grade: String? = nil, _ scan: inout MavenScan) {
        guard hasPasswordInAddress(text) else { return }
        report("password-in-address", index, grade: grade, &scan)
    }

    /// Says that a file holds a credential.
    static func report(_ kind: String, _ index: Int, grade: String? = nil, _ scan: inout MavenScan) {
        scan.note(
            Observation(
                rule: "credential-in-cache", grade: grade, path: scan.files.files[index].path,
                message: "The file holds what looks like a credential; every build that mounts the cache can read it",
                evidence: [Finding.Evidence("kind", .text(kind))]))
    }

    /// `://name:password@` and `://token:@`, also with the backslashes of a file of properties; no placeholders. A name
    /// alone is an account here.
    static func hasPasswordInAddress(_ text: [UInt8]) -> Bool {
        let text = text.filter { $0 != UInt8(ascii: "\\") }
        return SecretFinder.hits(in: text, reading: .name).contains { hit in
            let user = text[hit.range]
            guard hit.isUserOfAddress, let split = user.firstIndex(of: UInt8(ascii: ":")) else { return false }
            let password = user[(split + 1)...]
            return isSecret(password.isEmpty ? user[..<split] : password)
        }
    }

    /// Whether a value is itself a secret, not a name of one that is kept elsewhere.
    static func isSecret(_ value: ArraySlice<UInt8>) -> Bool {
        !value.isEmpty && !value.starts(with: Array("${".utf8)) && !value.starts(with: Array("$".utf8))
            && !value.allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
