internal import Inflate
internal import Inventory
internal import Markup

/// Makes the value of one file, wherever it is stored, and looks into it for its name.
enum MavenArtifact {
    private static let archives: Set<String> = ["jar", "war", "ear", "aar"]
    private static let companions: Set<String> = ["sources", "javadoc", "test-sources"]

    /// The name that all tools share.
    static func purl(of coordinates: MavenCoordinates) -> String {
        var qualifiers: [String: String] = [:]
        if let classifier = coordinates.classifier { qualifiers["classifier"] = classifier }
        if coordinates.extension != "jar" { qualifiers["type"] = coordinates.extension }
        return PackageURL(
            .maven, name: coordinates.name, version: coordinates.version, qualifiers: qualifiers
        ).description
    }

    /// Recognises a file, with its digests; what is odd inside becomes an observation.
    static func make(_ coordinates: MavenCoordinates, _ index: Int, _ scan: inout MavenScan) -> Artifact {
        let file = scan.files.files[index]
        let isArchive = archives.contains(coordinates.extension)
        let isCompanion = coordinates.classifier.map { companions.contains($0) } ?? false
        let kind: Artifact.Kind =
            coordinates.extension == "pom" ? .pom : isArchive && !isCompanion ? .jar : .companion
        var artifact = Artifact(
            ecosystem: .maven, kind: kind, name: coordinates.name, version: coordinates.version,
            file: coordinates.fileName, path: file.path, size: file.size)
        artifact.digests = [scan.digest(index, .sha256)].compactMap { $0 }
        if MavenReader.wish(for: file.path.bytes.span) != nil, let sha1 = scan.digest(index, .sha1) {
            artifact.digests.append(sha1)
        }
        if kind == .pom {
            readPom(coordinates, index, &scan)
        } else if isArchive, let jar = scan.archive(index, { source throws(ArchiveError) in try JarContents(source) }) {
            artifact.hooks = jar.hooks
            judge(jar, coordinates, file.path, isCompanion: isCompanion, &scan)
        }
        return artifact
    }

    private static func readPom(_ coordinates: MavenCoordinates, _ index: Int, _ scan: inout MavenScan) {
        guard let text = scan.text(index) else { return }
        MavenCredentials.note(text, in: index, grade: "published", &scan)
        let identity: PomIdentity?
        do throws(MarkupError) {
            identity = try PomIdentity.ofPom(text)
        } catch {
            scan.trouble(index, error.kind == .tooLarge ? .tooLarge : .malformed, error.description)
            return
        }
        describe(text, coordinates, index, &scan)
        guard let identity, !identity.hasName(of: coordinates) || !identity.hasVersion(of: coordinates) else { return }
        scan.note(misplaced(identity, coordinates, scan.files.files[index].path, grade: nil))
    }

    /// Notes what the description brings along.
    private static func describe(
        _ text: [UInt8], _ coordinates: MavenCoordinates, _ index: Int, _ scan: inout MavenScan
    ) {
        let needs: PomRequirements
        do throws(MarkupError) {
            needs = try PomRequirements(text, coordinates)
        } catch {
            scan.trouble(index, error.kind == .tooLarge ? .tooLarge : .malformed, error.description)
            return
        }
        if needs.isCut { scan.trouble(index, .tooLarge, "more than \(PomRequirements.limit) dependencies") }
        if needs.required.isEmpty && needs.relocation == nil && needs.parent == nil { return }
        scan.add(
            PackageDescription(
                ecosystem: .maven, name: coordinates.name, version: coordinates.version,
                path: scan.files.files[index].path, parent: needs.parent, required: needs.required,
                relocation: needs.relocation), index)
    }

    private static func judge(
        _ jar: JarContents, _ coordinates: MavenCoordinates, _ path: ByteString, isCompanion: Bool,
        _ scan: inout MavenScan
    ) {
        if jar.escapes > 0 {
            scan.note(
                Observation(
                    rule: "archive-traversal", path: path, purl: purl(of: coordinates),
                    message: "Entries of the archive have names that lead out of the folder it is unpacked in",
                    evidence: [
                        Finding.Evidence("count", .number(Int64(jar.escapes))),
                        Finding.Evidence("names", .list(jar.escapingNames.map { .bytes($0) })),
                    ]))
        }
        if jar.identities.contains(where: { $0.hasName(of: coordinates) && $0.hasVersion(of: coordinates) }) { return }
        if let other = jar.identities.first(where: { $0.hasName(of: coordinates) }) {
            scan.note(misplaced(other, coordinates, path, grade: nil))
        } else if jar.projects == 1, let only = jar.identities.first {
            // Republished under another name, or made of another jar: both happen in honest ones.
            scan.note(misplaced(only, coordinates, path, grade: "other-name"))
        }
    }

    private static func misplaced(
        _ identity: PomIdentity, _ coordinates: MavenCoordinates, _ path: ByteString, grade: String?
    ) -> Observation {
        let stated = identity.group + ":" + identity.artifact + ":" + identity.version
        return Observation(
            rule: "misplaced-entry", grade: grade, path: path, purl: purl(of: coordinates),
            message: "The content calls itself another artifact or version than the place where it lies",
            evidence: [Finding.Evidence("stated", .bytes(ByteString(stated)))])
    }
}
