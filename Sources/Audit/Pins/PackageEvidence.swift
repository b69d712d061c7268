import Inventory

/// The facts that findings about packages have in common.
enum PackageEvidence {
    /// Names, versions and digests that a finding lists; how many there are it says besides.
    static let listMax = 10

    /// What an artifact is.
    static func of(_ artifact: Artifact) -> [Finding.Evidence] {
        var evidence: [Finding.Evidence] = [
            .init("package", .bytes(ByteString(artifact.name))),
            .init("version", .bytes(ByteString(artifact.version))),
            .init("file", .bytes(ByteString(artifact.file))),
        ]
        if let source = artifact.source { evidence.append(.init("source", .bytes(source))) }
        if !artifact.hooks.isEmpty {
            evidence.append(.init("hooks", .list(artifact.hooks.prefix(listMax).map { .bytes($0) })))
        }
        return evidence
    }

    /// Where a pin stands. Its address is left out: it may hold a password.
    static func of(_ pin: RegisteredPin) -> [Finding.Evidence] {
        var evidence = of(pin.lockfile)
        evidence.append(.init("line", .number(Int64(pin.pin.line))))
        if let version = pin.pin.version { evidence.append(.init("pinnedVersion", .bytes(ByteString(version)))) }
        return evidence
    }

    /// Which lockfile it is.
    static func of(_ lockfile: Lockfile) -> [Finding.Evidence] {
        var evidence: [Finding.Evidence] = [.init("lockfile", .bytes(lockfile.path))]
        if !lockfile.project.isEmpty { evidence.append(.init("project", .bytes(lockfile.project))) }
        evidence.append(.init("trust", .text(lockfile.trust.rawValue)))
        return evidence
    }

    /// Several lockfiles.
    static func list(_ lockfiles: some Sequence<Lockfile>) -> Finding.Value {
        .list(lockfiles.prefix(listMax).map { .bytes($0.path) })
    }

    /// Texts that somebody else chose.
    static func list(_ texts: some Sequence<String>) -> Finding.Value {
        .list(texts.prefix(listMax).map { .bytes(ByteString($0)) })
    }
}
