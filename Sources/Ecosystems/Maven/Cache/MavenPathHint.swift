/// Which paths outside of known folders may belong to a local repository, or lie beside one.
///
/// ```
///   …/artifact/version/artifact-version…        what stores of Maven have: the form says it
///   …/maven-metadata-central.xml  …/_remote.repositories  …/settings.xml        the name says it
/// ```
enum MavenPathHint {
    private static let names = WordTable([
        "_remote.repositories", "_maven.repositories", "resolver-status.properties", "m2e-lastUpdated.properties",
        "archetype-catalog.xml", "settings.xml", "settings-security.xml", "settings-security4.xml", "toolchains.xml",
        "extensions.xml", "maven.properties", "init.gradle", "init.gradle.kts", "gradle.properties",
    ])
    private static let metadata = Array("maven-metadata".utf8)
    private static let failure = Array(".lastUpdated".utf8)
    /// What a class path takes, under whatever name it lies in a repository.
    private static let code = WordTable([".jar", ".pom", ".war", ".ear", ".aar"])
    private static let snapshot = Array("SNAPSHOT".utf8)

    static func mayMatter(_ path: Span<UInt8>) -> Bool {
        let last = slash(path, before: path.count)
        let name = path.extracting((last + 1)..<path.count)
        if name.begins(with: metadata) || name.ends(in: failure) { return true }
        if names.contains(name) { return true }
        // A link may give a name of any depth another one.
        if isCode(name) { return true }
        guard last > 0 else { return false }
        let middle = slash(path, before: last)
        guard middle > 0 else { return false }
        let version = path.extracting((middle + 1)..<last)
        let artifact = path.extracting((slash(path, before: middle) + 1)..<middle)
        return isNamed(name, artifact, version)
    }

    /// Whether a path ends as that of an artifact with code, or of its model.
    static func isCode(_ path: Span<UInt8>) -> Bool {
        path.count >= 4 && code.contains(path.extracting((path.count - 4)..<path.count))
    }

    /// Whether a name is that of an artifact's version, or of what stands beside it: signatures, digests.
    private static func isNamed(_ name: Span<UInt8>, _ artifact: Span<UInt8>, _ version: Span<UInt8>) -> Bool {
        guard name.count > artifact.count, name[artifact.count] == UInt8(ascii: "-") else { return false }
        for index in 0..<artifact.count where name[index] != artifact[index] { return false }
        // A file of a snapshot bears the time instead.
        let base = version.ends(in: snapshot) ? version.count - snapshot.count : version.count
        guard name.count > artifact.count + base else { return false }
        for index in 0..<base where name[artifact.count + 1 + index] != version[index] { return false }
        return true
    }

    /// Place of the last slash before a place; -1 where there is none.
    private static func slash(_ path: Span<UInt8>, before end: Int) -> Int {
        var at = end - 1
        while at >= 0, path[at] != UInt8(ascii: "/") { at -= 1 }
        return at
    }
}
