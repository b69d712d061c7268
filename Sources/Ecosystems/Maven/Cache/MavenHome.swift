internal import Inventory
internal import Markup

/// What lies beside a local repository when Maven's whole folder is the cache.
///
/// ```
///   .m2/                           the place
///   .m2/repository/…               the local repository
///   .m2/settings.xml               mirrors, passwords
///   .m2/settings-security.xml      the password for the passwords
///   .m2/wrapper/dists/…            whole clients, unpacked and run
/// ```
enum MavenHome {
    private static let repository = Array("repository".utf8)
    private static let settings = ["settings.xml", "settings-security.xml", "settings-security4.xml"]
    private static let marks = settings + ["toolchains.xml", "extensions.xml", "maven.properties"]
    private static let secrets: Set<Substring> = ["password", "passphrase", "master"]

    /// The place of a repository: Maven's folder around it where that is there, too, else its own.
    static func place(of root: ByteString, in files: any CacheFiles) -> ByteString {
        let bytes = root.bytes
        guard bytes.suffix(repository.count) == repository[...] else { return root }
        let before = bytes.dropLast(repository.count)
        guard before.isEmpty || before.last == UInt8(ascii: "/") else { return root }
        let home = ByteString(Array(before.dropLast()))
        let isHome =
            marks.contains { files.index(of: home.appending(ByteString($0))) != nil }
            || !files.below(home.appending("wrapper").appending("dists")).isEmpty
        return isHome ? home : root
    }

    /// Reads what lies beside the repository.
    static func read(_ home: ByteString, _ scan: inout MavenScan) {
        for name in settings {
            guard let index = scan.files.index(of: home.appending(ByteString(name))), let text = scan.text(index)
            else { continue }
            scan.reading.settled.append(index)
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
