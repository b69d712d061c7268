package import Bytes
package import Inventory

/// Reads `lockfile.json` of the lockfile plugin of Maven.
///
/// ```
///   {"groupId", "artifactId", "version", "lockFileVersion": 1,
///    "pom": {node}, "boms": [node, …], "dependencies": [node, …], "mavenPlugins": [node, …], "mavenExtensions": […],
///    "metaData": {"config": {"checksumMode": "remote"}}}
///
///   node: {"groupId", "artifactId", "version", "classifier"?, "type"?, "checksumAlgorithm": "SHA-256", "checksum",
///          "resolved", "parentPom"?: node, "children"?: [node…], "dependencies"?: [node…], "boms"?: [node…]}
/// ```
package enum MavenLockfile {
    /// The objects of one document that are looked at.
    package static let nodeLimit = 1_000_000

    /// Members that hold nodes, and whether those are project descriptions.
    private static let branches: [(key: String, isDescription: Bool)] = [
        ("dependencies", false), ("mavenPlugins", false), ("mavenExtensions", false), ("children", false),
        ("boms", true), ("pom", true), ("parentPom", true), ("parent", true),
    ]

    /// Reads a whole lockfile.
    package static func read(_ bytes: Span<UInt8>) throws(ParseError) -> PinList {
        guard let root = try JSON.parse(bytes).object else {
            throw ParseError(format: "lockfile.json", reason: "found no object", offset: 0)
        }
        var list = PinList()
        if let mode = root["metaData"]?.object?["config"]?.object?["checksumMode"]?.string, mode == "local" {
            list.notes.append(PinList.Note(.digestsFromCache, line: 1, detail: "checksumMode local"))
        }
        if let version = root["lockFileVersion"]?.integer, version > 1 {
            list.notes.append(PinList.Note(.unknownFormat, line: 1, detail: "lockFileVersion \(version)"))
        }
        var locator = TextLocator()
        // Nodes that wait; the last is next, so that the order is that of the file.
        var waiting: [(node: JSONObject, isDescription: Bool)] = []
        push(root, to: &waiting, list: &list)
        var count = 0
        while let (node, isDescription) = waiting.popLast() {
            count += 1
            guard count <= nodeLimit else {
                throw ParseError(format: "lockfile.json", reason: "found more than \(nodeLimit) nodes", offset: 0)
            }
            let line = locator.locate(node.members.first?.keyOffset ?? 0, in: bytes).line
            if let pin = pin(node, isDescription: isDescription, line: line) {
                let parts =
                    pin.name.split(separator: ":") + [
                        pin.version.map { $0[...] } ?? "", pin.file.map { $0[...] } ?? "",
                    ]
                if parts.allSatisfy({ isPlain($0) }) {
                    list.pins.append(pin)
                } else {
                    list.notes.append(PinList.Note(.malformed, line: line, detail: pin.name))
                }
            }
            push(node, to: &waiting, list: &list)
        }
        return list
    }

    /// Whether a part of a name can be one of a path in a repository.
    private static func isPlain(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"/\\:\"<>|?*".utf8.contains($0) }
    }

    private static func push(
        _ node: JSONObject, to waiting: inout [(node: JSONObject, isDescription: Bool)], list: inout PinList
    ) {
        for key in node.duplicateKeys { list.notes.append(PinList.Note(.duplicateKey, line: 1, detail: key)) }
        for (key, isDescription) in branches.reversed() {
            switch node[key] {
            case .object(let child)?: waiting.append((child, isDescription))
            case .array(let children)?:
                for child in children.reversed() {
                    if let object = child.object { waiting.append((object, isDescription)) }
                }
            default: break
            }
        }
    }

    private static func pin(_ node: JSONObject, isDescription: Bool, line: Int) -> Pin? {
        guard let group = (node["groupId"] ?? node["groupID"])?.string,
            let artifact = (node["artifactId"] ?? node["artifactID"])?.string, let version = node["version"]?.string
        else { return nil }
        var coordinates = MavenCoordinates(group: group, artifact: artifact, version: version)
        if let classifier = node["classifier"]?.string, !classifier.isEmpty { coordinates.classifier = classifier }
        if isDescription {
            coordinates.extension = "pom"
        } else if let type = node["type"]?.string, !type.isEmpty {
            // These types are jars.
            coordinates.extension = ["maven-plugin", "test-jar", "ejb", "bundle"].contains(type) ? "jar" : type
        }
        let checksum = node["checksum"]?.string ?? ""
        let algorithm = (node["checksumAlgorithm"]?.string ?? "SHA-256").lowercased().replacing("-", with: "")
        let digest = ContentDigest.Algorithm(rawValue: algorithm).flatMap { DigestText.hex($0, checksum) }
        let digests = digest.map { [$0] } ?? []
        var unusable = LockedEntry.judge(digests, hasUnknown: !checksum.isEmpty)
        if !node.duplicateKeys.isEmpty { unusable = .ambiguous }
        let url = node["resolved"]?.string
        return Pin(
            ecosystem: .maven, name: coordinates.name, version: version, digests: digests,
            file: coordinates.fileName, url: url?.isEmpty == false ? url : nil, line: line, path: coordinates.path,
            unusable: unusable)
    }
}
