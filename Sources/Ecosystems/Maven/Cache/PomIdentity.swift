internal import Markup

/// What a POM, or a file of properties made from one, says of its own name.
struct PomIdentity: Hashable {
    var group: String
    var artifact: String
    var version: String

    /// Of a POM; what it leaves out it has from its parent. `nil` where it does not say, or where a part is a property
    /// that is known only to the build.
    static func ofPom(_ document: [UInt8]) throws(MarkupError) -> PomIdentity? {
        var own: [Substring: String] = [:]
        var parent: [Substring: String] = [:]
        try MavenXML.walk(document) { path, text in
            guard let last = path.last, path.first == "project" else { return true }
            if path.count == 2, own[last] == nil { own[last] = text }
            if path.count == 3, path[1] == "parent", parent[last] == nil { parent[last] = text }
            return own["groupId"] == nil || own["artifactId"] == nil || own["version"] == nil
        }
        return PomIdentity(
            group: own["groupId"] ?? parent["groupId"], artifact: own["artifactId"],
            version: own["version"] ?? parent["version"])
    }

    /// Of `META-INF/maven/<group>/<artifact>/pom.properties`.
    static func ofProperties(_ text: [UInt8]) -> PomIdentity? {
        var values: [String: String] = [:]
        for entry in JavaProperties.entries(text) {
            values[String(decoding: entry.key, as: UTF8.self)] = String(decoding: entry.value, as: UTF8.self)
        }
        return PomIdentity(group: values["groupId"], artifact: values["artifactId"], version: values["version"])
    }

    private init?(group: String?, artifact: String?, version: String?) {
        guard let group, let artifact, let version else { return nil }
        guard ![group, artifact, version].contains(where: { $0.isEmpty || $0.contains("${") }) else { return nil }
        self.group = group
        self.artifact = artifact
        self.version = version
    }

    /// Whether it is of the same project, whatever the version.
    func hasName(of coordinates: MavenCoordinates) -> Bool {
        group == coordinates.group && artifact == coordinates.artifact
    }

    /// Whether the version is that of the coordinates; of a snapshot with or without its time.
    func hasVersion(of coordinates: MavenCoordinates) -> Bool {
        version == coordinates.version || version == coordinates.baseVersion
    }
}
