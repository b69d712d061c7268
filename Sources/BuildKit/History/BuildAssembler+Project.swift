import Hashing
import Inventory

/// Whose build it was; `ProjectIdentity` has the table.
extension BuildAssembler {
    /// Adds project, revision and branch.
    mutating func addProject(_ locals: () -> [LocalSource]) {
        let revision = record.attribute("vcs:revision") ?? provenances.firstValue(\.vcsRevision)
        result.revision = revision.map { String(decoding: clean($0, "vcs:revision").bytes, as: UTF8.self) }
        result.project = repository() ?? image() ?? folder(locals) ?? dockerfile()
    }

    // MARK: Exact

    private mutating func repository() -> Project? {
        if let source = record.attribute("vcs:source") ?? provenances.firstValue(\.vcsSource), !source.isEmpty {
            // Not all clients give an address: a path or a name is kept as it is.
            let address = ProjectIdentity.address(source)?.source ?? source
            _ = cleanAddress(source, "vcs:source")
            return Project(source: cleanAddress(address, "vcs:source"), certainty: .exact, evidence: "vcs:source")
        }
        if let context = record.attribute("context"), let project = fetched(context, "context") { return project }
        if let context = provenances.firstValue(\.contextAddress), let project = fetched(context, "configSource") {
            return project
        }
        let sources = Set(provenances.flatMap { $0.steps.compactMap(\.source) })
        let isLocal = sources.contains { $0.starts(with: Array("local://".utf8)) }
        let addresses = sources.filter { ProjectIdentity.address($0) != nil }
        guard !isLocal, addresses.count == 1, let only = addresses.first else { return nil }
        return fetched(only, "source")
    }

    /// A context that BuildKit fetched itself.
    private mutating func fetched(_ text: [UInt8], _ place: String) -> Project? {
        guard let address = ProjectIdentity.address(text) else { return nil }
        _ = cleanAddress(text, place)
        result.branch = address.branch.map { clean($0, place) }
        if result.revision == nil, let commit = provenances.firstValue(\.contextDigest) {
            result.revision = String(decoding: clean(commit, place).bytes, as: UTF8.self)
        }
        return Project(source: cleanAddress(address.source, place), certainty: .exact, evidence: place)
    }

    // MARK: Likely, hint, grouped

    /// The name of the image, without its tag.
    private mutating func image() -> Project? {
        let named = record.exporterAttributes.last { $0.key.elementsEqual("name".utf8) }
        let answered = record.answer.last { $0.key.elementsEqual("image.name".utf8) }
        guard let names = named?.value ?? answered?.value else { return nil }
        var name = Array(names.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "@") })
        if let colon = name.lastIndex(of: UInt8(ascii: ":")), !name[colon...].contains(UInt8(ascii: "/")) {
            name.removeSubrange(colon...)
        }
        guard !name.isEmpty else { return nil }
        return Project(source: clean(name, "image name"), certainty: .likely, evidence: "image name")
    }

    /// The folder that was sent while the build ran, where there is only one such.
    private mutating func folder(_ locals: () -> [LocalSource]) -> Project? {
        guard let started = record.created, let finished = record.completed, started <= finished else { return nil }
        var names: Set<ByteString> = []
        for local in locals() where local.fits(started: started, finished: finished) {
            if let name = ProjectIdentity.folder(ofSharedKey: local.sharedKey) { names.insert(name) }
        }
        guard names.count == 1, let name = names.first else { return nil }
        return Project(source: clean(name.bytes, "local.sharedKey"), certainty: .hint, evidence: "local.sharedKey")
    }

    private mutating func dockerfile() -> Project? {
        if let text = result.dockerfile, let digest = try? SHA256Hasher.digest(of: text.bytes) {
            let name = ByteString("dockerfile:sha256:\(SHA256Digest(digest).hex)")
            return Project(source: name, certainty: .grouped, evidence: "Dockerfile")
        }
        for key in ["filename", "target"] {
            if let name = record.attribute(key), !name.isEmpty {
                return Project(source: clean(name, key), certainty: .hint, evidence: key)
            }
        }
        return nil
    }
}

extension [Provenance] {
    /// The first document's value that is there.
    fileprivate func firstValue(_ path: KeyPath<Provenance, [UInt8]?>) -> [UInt8]? {
        for provenance in self {
            if let value = provenance[keyPath: path], !value.isEmpty { return value }
        }
        return nil
    }
}
