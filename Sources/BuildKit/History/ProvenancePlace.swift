import Bytes

/// Where in a provenance document the reader is, and where each key leads that is of interest.
///
/// ```
///   SLSA v0.2                                      SLSA v1
///   buildConfig ─────────────── .config ────────── buildDefinition.internalParameters.buildConfig
///     llbDefinition[] .step       digestMapping
///       op.Op.exec|Exec .command  meta.args, mounts[] .mount {cacheOpt, secretOpt}, secretenv[]
///       op.Op.source|Source
///   metadata["…#metadata"] ──── .details ───────── runDetails.metadata.buildkit_metadata
///     vcs, source.infos[]
///   invocation ──────────────── .invocation ────── buildDefinition.externalParameters
///     configSource
/// ```
enum ProvenancePlace {
    case root, config, definition, internals, run, runMetadata, metadata
    case details, vcs, sources, infos, info
    case invocation, context, contextDigest
    case steps, step, operation, kind, command, meta, words, mounts, mount, cacheOptions, secretOptions
    case environmentSecrets, environmentSecret, source, digests

    /// Where a key of this object leads; `nil` where nothing below it is of interest.
    func place(of scanner: borrowing JSONScanner) -> ProvenancePlace? {
        for entry in members where scanner.tokenIs(entry.key) { return entry.place }
        return nil
    }

    /// Whether an object belongs here; an array does elsewhere.
    var isObject: Bool {
        switch self {
        case .infos, .steps, .words, .mounts, .environmentSecrets: false
        default: true
        }
    }

    /// What the elements of this array are; `nil` where it is no array of objects.
    var element: ProvenancePlace? {
        switch self {
        case .infos: .info
        case .steps: .step
        case .mounts: .mount
        case .environmentSecrets: .environmentSecret
        default: nil
        }
    }

    /// One key that leads on.
    struct Member {
        let key: JSONName
        let place: ProvenancePlace

        init(_ key: JSONName, _ place: ProvenancePlace) {
            self.key = key
            self.place = place
        }
    }

    private var members: [Member] {
        switch self {
        case .root: Self.rootMembers
        case .definition: Self.definitionMembers
        case .internals: Self.internalsMembers
        case .run: Self.runMembers
        case .runMetadata: Self.runMetadataMembers
        case .metadata: Self.metadataMembers
        case .details: Self.detailsMembers
        case .sources: Self.sourcesMembers
        case .invocation: Self.invocationMembers
        case .context: Self.contextMembers
        case .config: Self.configMembers
        case .step: Self.stepMembers
        case .operation: Self.operationMembers
        case .kind: Self.kindMembers
        case .command: Self.commandMembers
        case .meta: Self.metaMembers
        case .mount: Self.mountMembers
        default: []
        }
    }

    private static let rootMembers = [
        Member("buildConfig", .config), Member("buildDefinition", .definition), Member("runDetails", .run),
        Member("metadata", .metadata), Member("invocation", .invocation),
    ]
    private static let definitionMembers = [
        Member("internalParameters", .internals), Member("externalParameters", .invocation),
    ]
    private static let internalsMembers = [Member("buildConfig", .config)]
    private static let runMembers = [Member("metadata", .runMetadata)]
    private static let runMetadataMembers = [Member("buildkit_metadata", .details)]
    private static let metadataMembers = [Member("https://mobyproject.org/buildkit@v1#metadata", .details)]
    private static let detailsMembers = [Member("vcs", .vcs), Member("source", .sources)]
    private static let sourcesMembers = [Member("infos", .infos)]
    private static let invocationMembers = [Member("configSource", .context)]
    private static let contextMembers = [Member("digest", .contextDigest)]
    private static let configMembers = [Member("llbDefinition", .steps), Member("digestMapping", .digests)]
    private static let stepMembers = [Member("op", .operation)]
    private static let operationMembers = [Member("Op", .kind)]
    // BuildKit 0.17 spelled them with a capital.
    private static let kindMembers = [
        Member("exec", .command), Member("Exec", .command), Member("source", .source), Member("Source", .source),
    ]
    private static let commandMembers = [
        Member("meta", .meta), Member("mounts", .mounts), Member("secretenv", .environmentSecrets),
    ]
    private static let metaMembers = [Member("args", .words)]
    private static let mountMembers = [Member("cacheOpt", .cacheOptions), Member("secretOpt", .secretOptions)]
}
