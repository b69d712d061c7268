internal import Inventory

/// What may become of the paths of a local repository, and of those of Gradle's home.
enum MavenPathClass {
    static func of(_ path: ByteString) -> PathClass {
        let text = String(decoding: path.bytes, as: UTF8.self)
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, let name = parts.last else { return .foreign }
        if first == "repository", parts.count > 1 {
            // Maven's folder as a whole is the place.
            let below = parts.dropFirst()
            return repository(below.joined(separator: "/"), first: below[1], name: name)
        }
        let maven = repository(text, first: first, name: name)
        return maven == .foreign && isGradle(first) ? gradle(parts, name: name) : maven
    }

    /// The same for what lies in a client's home beside any repository; `nil` for other paths.
    static func inHome(_ path: ByteString) -> PathClass? {
        let text = String(decoding: path.bytes, as: UTF8.self)
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, let name = parts.last, isGradle(first),
            repository(text, first: first, name: name) == .foreign
        else { return nil }
        return gradle(parts, name: name)
    }

    private static let notes: Set<Substring> = [
        "_remote.repositories", "_maven.repositories", "resolver-status.properties", "m2e-lastUpdated.properties",
        "archetype-catalog.xml",
    ]
    /// Folders of the resolver's own, beside the groups.
    private static let sideFolders: Set<Substring> = [".tracking", ".checksums", ".meta", ".remoteRepositoryFilters"]

    private static func repository(_ path: String, first: Substring, name: Substring) -> PathClass {
        if first == ".locks" || name.hasSuffix(".lock") { return .lock }
        if sideFolders.contains(first) || notes.contains(name) || name.hasSuffix(".lastUpdated") { return .index }
        if isTemporary(name) { return .temporary }
        var base = Array(path.utf8)[...]
        if let (subject, _) = MavenSidecar.split(base) { base = subject }
        if MavenMetadata.isMetadata(Array(name.utf8)[...].prefix { _ in true })
            || name.hasPrefix("maven-metadata") && name.contains(".xml.")
        {
            return .index
        }
        guard let found = MavenCoordinates(path: String(decoding: base, as: UTF8.self)) else { return .foreign }
        // Of a snapshot, the file without a time is made anew with each one that comes.
        return found.version.hasSuffix("-SNAPSHOT") ? .index : .immutable
    }

    /// What the resolver writes before it renames. What Maven would take is none, whatever its name begins with.
    static func isTemporary(_ name: Substring) -> Bool {
        hasTemporaryForm(name) && !MavenVersionFolder.isArtifact(ByteString(String(name)))
    }

    private static func hasTemporaryForm(_ name: Substring) -> Bool {
        name.hasSuffix(".tmp") || name.hasSuffix(".part") || name.hasPrefix("aether-") || name.hasSuffix("-in-progress")
            || name.hasSuffix(".part.lock")
    }

    private static let gradleFolders: Set<Substring> = [
        "caches", "modules-2", "files-2.1", "wrapper", "daemon", "native", "notifications", "workers", "jdks",
        "build-cache-1", "journal-1", "kotlin-profile", ".tmp", "android", "CACHEDIR.TAG", "user-id.txt",
    ]
    private static let gradlePrefixes = ["transforms-", "jars-", "metadata-2.", "resources-2."]

    /// Whether a folder or file is one of Gradle's home, or lies beside a repository.
    static func isGradle(_ first: Substring) -> Bool {
        gradleFolders.contains(first) || gradlePrefixes.contains { first.hasPrefix($0) }
            || first.first?.isNumber == true
    }

    private static func gradle(_ all: [Substring], name: Substring) -> PathClass {
        if name.hasSuffix(".lock") || name.hasSuffix(".lck") { return .lock }
        if name.hasSuffix(".part") || name.hasSuffix(".tmp") || all.first == ".tmp" { return .temporary }
        var parts = all[...]
        if parts.first == "wrapper" { return parts.dropFirst().first == "dists" ? .immutable : .foreign }
        if parts.first == "caches" { parts = parts.dropFirst() }
        if parts.first == "modules-2" { parts = parts.dropFirst() }
        guard let area = parts.first else { return .foreign }
        if area == "files-2.1" {
            return GradlePlaces.stored(Array(parts.joined(separator: "/").utf8)) == nil ? .foreign : .immutable
        }
        // Under the digest of what they were made of, and run from there.
        if area.hasPrefix("jars-") || area == "build-cache-1" { return .immutable }
        if parts.contains("transformed"), parts.contains(where: { $0 == "transforms" || $0.hasPrefix("transforms-") }) {
            return .immutable
        }
        return .index
    }
}
