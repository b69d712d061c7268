package import Inventory

/// CycloneDX 1.6: what packages lie in the caches, for inventories that other tools keep.
///
/// ```
///  metadata                  time, this program, the host as the component that all others lie on; the outcome
///  components[i]             one package file: purl, hashes, where it lies, and as a property its verdict
///  compositions[0]           complete only where all was seen and each package stands in the list
/// ```
/// Findings have no place here: a bill of materials says what is there, the other formats say what is wrong with it.
package struct CycloneDXAuditWriter: AuditWriter {
    /// Where the format is described.
    static let schema = "http://cyclonedx.org/schema/bom-1.6.schema.json"
    /// The longest version that the format takes; a longer one still stands in the purl.
    static let versionMax = 1024
    /// What refers to the host.
    static let host = "host"

    package init() {}

    package func write(_ report: AuditReport, rules: [Rule], to output: Output) {
        var json = JSONWriter(to: output, lineDepth: 2)
        json.object { json in
            json.member("$schema", Self.schema)
            json.member("bomFormat", "CycloneDX")
            json.member("specVersion", "1.6")
            json.member("version", 1)
            json.object("metadata") { $0.metadata(of: report) }
            json.array("components") { json in
                for (number, artifact) in report.artifacts.enumerated() {
                    json.object { $0.component(artifact, number: number, in: report) }
                }
            }
            json.array("compositions") { json in
                json.object { json in
                    let isWhole = report.isComplete && report.artifacts.count >= report.verdictCounts.total
                    json.member("aggregate", isWhole ? "complete" : "incomplete")
                    json.member("assemblies", [Self.host])
                }
            }
        }
        json.finish()
        output.flush()
    }
}

extension JSONWriter {
    /// When, by what, on which host, and how it came out.
    fileprivate mutating func metadata(of report: AuditReport) {
        member("timestamp", time: report.finished)
        object("tools") { json in
            json.array("components") { json in
                json.object { json in
                    json.member("type", "application")
                    json.member("name", "bezoar")
                    json.member("version", report.version)
                }
            }
        }
        object("component") { json in
            json.member("type", "platform")
            json.member("bom-ref", CycloneDXAuditWriter.host)
            json.member("name", report.host)
        }
        array("properties") { json in
            json.property("outcome", report.outcome.rawValue)
            json.property("complete", report.isComplete ? "true" : "false")
            for severity in Severity.allCases {
                json.property("findings:" + severity.rawValue, String(report.findingCounts[severity] ?? 0))
            }
            let counts = report.verdictCounts
            for verdict in Verdict.allCases { json.property("packages:" + verdict.rawValue, String(counts[verdict])) }
        }
    }

    /// One package file.
    fileprivate mutating func component(_ judged: JudgedArtifact, number: Int, in report: AuditReport) {
        let artifact = judged.artifact
        let cache = report.caches.indices.contains(judged.cache) ? report.caches[judged.cache].cache : nil
        member("type", artifact.kind.isLibrary ? "library" : "file")
        // One release may lie in many places, so that its purl would not do.
        member("bom-ref", "package-" + String(number + 1))
        let (group, name) = Self.split(artifact.name, artifact.ecosystem)
        if let group { member("group", group) }
        member("name", name)
        if artifact.version.utf8.count <= CycloneDXAuditWriter.versionMax { member("version", artifact.version) }
        array("hashes") { json in
            for digest in artifact.digests {
                guard let name = digest.algorithm.cycloneDXName else { continue }
                json.object { json in
                    json.member("alg", name)
                    json.member("content", digest.hex)
                }
            }
        }
        member("purl", judged.purl)
        object("evidence") { json in
            json.array("occurrences") { json in
                let path = cache.map { $0.path.appending(artifact.path) } ?? artifact.path
                json.object { $0.member("location", Self.text(path)) }
            }
        }
        array("properties") { json in
            json.property("verdict", judged.verdict.rawValue)
            json.property("ecosystem", artifact.ecosystem.rawValue)
            json.property("kind", artifact.kind.rawValue)
            json.property("file", artifact.file)
            if let cache { json.property("cache", Self.text(cache.id)) }
            json.property("path", Self.text(artifact.path))
            if let source = artifact.source { json.property("source", Self.text(source)) }
            if let pin = judged.decidedBy {
                json.property("lockfile", Self.text(pin.lockfile.path) + ":" + String(pin.pin.line))
            }
        }
    }

    private mutating func property(_ name: String, _ value: String) {
        object { json in
            json.member("name", "bezoar:" + name)
            json.member("value", value)
        }
    }

    /// Bytes as text: the format has no place to say that they are none, so that broken UTF-8 is percent-encoded.
    private static func text(_ bytes: ByteString) -> String { bytes.utf8Text ?? Escape.percent(bytes) }

    /// `com.example:alpha` and `@acme/core` name a group and a member.
    private static func split(_ name: String, _ ecosystem: Ecosystem) -> (group: String?, name: String) {
        let mark: Character
        switch ecosystem {
        case .pip, .cargo: return (nil, name)
        case .npm: mark = "/"
        case .go:
            guard let place = name.lastIndex(of: "/") else { return (nil, name) }
            return (String(name[..<place]), String(name[name.index(after: place)...]))
        case .maven: mark = ":"
        }
        guard let place = name.firstIndex(of: mark) else { return (nil, name) }
        return (String(name[..<place]), String(name[name.index(after: place)...]))
    }
}

extension Artifact.Kind {
    /// Whether a build takes code from it, in the words of the format.
    fileprivate var isLibrary: Bool {
        switch self {
        case .wheel, .sdist, .builtWheel, .tarball, .yarnArchive, .jar, .crate, .module, .unpacked: true
        case .pom, .goMod, .companion: false
        }
    }
}

extension ContentDigest.Algorithm {
    /// As the format spells it; `nil` where it has no word.
    fileprivate var cycloneDXName: String? {
        switch self {
        case .md5: "MD5"
        case .sha1: "SHA-1"
        case .sha224, .h1: nil
        case .sha256: "SHA-256"
        case .sha384: "SHA-384"
        case .sha512: "SHA-512"
        case .blake2b256: "BLAKE2b-256"
        }
    }
}
