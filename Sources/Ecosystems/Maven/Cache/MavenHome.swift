internal import Inventory
internal import Markup

/// What lies beside a local repository when Maven's whole folder is the cache.
///
/// ```
///   .m2/repository/…               the place
///   .m2/settings.xml               mirrors, passwords
///   .m2/settings-security.xml      the password for the passwords
/// ```
enum MavenHome {
    private static let repository = Array("repository".utf8)
    private static let secrets: Set<Substring> = ["password", "passphrase", "master"]

    static func read(_ scan: inout MavenScan) {
        let place = scan.place.bytes
        guard place.suffix(repository.count) == repository[...] else { return }
        let home = place.dropLast(repository.count)
        guard home.isEmpty || home.last == UInt8(ascii: "/") else { return }
        for name in ["settings.xml", "settings-security.xml", "settings-security4.xml"] {
            guard let index = scan.files.index(of: ByteString(home + Array(name.utf8))), let text = scan.text(index)
            else { continue }
            MavenCredentials.note(text, in: index, &scan)
            readSettings(text, index, &scan)
        }
    }

    private static func readSettings(_ text: [UInt8], _ index: Int, _ scan: inout MavenScan) {
        var hasSecret = false
        var mirrors = 0
        do throws(MarkupError) {
            try MavenXML.walk(text) { path, text in
                guard let last = path.last else { return true }
                if secrets.contains(last), MavenCredentials.isSecret(Array(text.utf8)[...]) { hasSecret = true }
                if last == "url", path.dropLast().last == "mirror", !text.isEmpty { mirrors += 1 }
                return true
            }
        } catch {
            scan.trouble(index, error.kind == .tooLarge ? .tooLarge : .malformed, error.description)
        }
        if hasSecret { MavenCredentials.report("password-in-settings", index, &scan) }
        if mirrors > 0 {
            scan.note(
                Observation(
                    rule: "cached-redirect", grade: "settings", path: scan.files.files[index].path,
                    message: "Settings in the cache send every build that mounts it to other repositories",
                    evidence: [Finding.Evidence("mirrors", .number(Int64(mirrors)))]))
        }
    }
}
