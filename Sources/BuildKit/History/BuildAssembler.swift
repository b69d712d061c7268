import Bytes
import Inventory

/// Puts one build together: its record, its provenance where it succeeded, its log, and why it failed.
///
/// ```
///   record ─── project, revision, times, result, arguments, counts
///   provenance step ── digestMapping ──► digest ◄── vertex of the log: executed or cached, and when
///        '── mounts, secrets, network                  '── RUN line: mounts of steps without provenance
///   Dockerfile (provenance, or the failure's details) ── mounts, where there is neither
/// ```
///
/// Everything that is kept goes through the `Redactor` here.
struct BuildAssembler {
    /// Bytes of a command, a message or a name that are kept.
    static let textLimit = 16 << 10
    /// Mounts of one build.
    static let mountLimit = 10_000
    private static let cutMark = Array("…".utf8)
    private static let argumentPrefix = Array("build-arg:".utf8)

    let ref: String
    /// What the blobs tell.
    var provenances: [Provenance] = []
    var log: StatusLog?
    var fullFailure: FailureStatus?
    /// What was left out because there is too much of it; sentences.
    private(set) var omissions: Set<String> = []

    let record: BuildRecord
    var redactor = Redactor()
    var result: Build
    private var arguments: [[UInt8]: [UInt8]] = [:]
    private var secrets: Set<ByteString> = []

    /// Begins with a record.
    init(_ record: BuildRecord, ref: String, root: ByteString) {
        self.record = record
        self.ref = ref
        result = Build(root: root, ref: ref, result: .succeeded)
        for attribute in record.attributes where attribute.key.starts(with: Self.argumentPrefix) {
            let name = Array(attribute.key.dropFirst(Self.argumentPrefix.count))
            arguments[name] = attribute.value
            // BuildKit's own settings are no values of the project's.
            if !name.starts(with: Array("BUILDKIT_".utf8)) { redactor.learn(argument: name, value: attribute.value) }
        }
    }

    /// The build.
    mutating func build(locals: () -> [LocalSource]) -> Build {
        addOutcome()
        addAttributes()
        addDockerfile()
        addMounts()
        addProject(locals)
        result.credentials = redactor.credentials
        return result
    }

    /// Cuts a name that is longer than anything real, and cleans it.
    mutating func clean(_ text: [UInt8], _ place: String) -> ByteString {
        redactor.cleanName(Self.cut(text), place: place)
    }

    /// The same for an address.
    mutating func cleanAddress(_ text: [UInt8], _ place: String) -> ByteString {
        redactor.cleanAddress(Self.cut(text), place: place)
    }

    static func cut(_ text: [UInt8]) -> [UInt8] {
        text.count > textLimit ? text.prefix(textLimit) + cutMark : text
    }

    // MARK: The record

    private mutating func addOutcome() {
        result.started = record.created
        result.finished = record.completed
        result.stepsCached = record.stepsCached
        result.stepsCompleted = record.stepsCompleted
        result.stepsTotal = record.stepsTotal
        result.isPinned = record.isPinned
        result.hasProvenance = !provenances.isEmpty
        guard let failure = fullFailure ?? record.failure else { return }
        result.result = failure.code == FailureStatus.cancelled ? .cancelled : .failed
        let message = failure.message.isEmpty ? record.failure?.message ?? [] : failure.message
        result.failure = redactor.cleanCommand(Self.cut(message), place: "failure")
    }

    /// What is not kept may still hold a secret that somebody must hear of.
    private mutating func addAttributes() {
        for attribute in record.attributes where !attribute.key.starts(with: Self.argumentPrefix) {
            let key = Self.cut(Array(attribute.key.prefix(200)))
            let name = redactor.cleanName(key, place: "frontend attribute")
            let place = String(decoding: name.bytes, as: UTF8.self)
            _ = clean(attribute.value, place)
            if SecretName.isSecret(attribute.key, value: attribute.value) {
                redactor.note(name, SecretFinder.valueKind)
            }
        }
        for attribute in record.exporterAttributes + record.answer { _ = clean(attribute.value, "exporter") }
        if record.attribute("force-network-mode") == Array("host".utf8) { add(network: "host") }
    }

    private mutating func addDockerfile() {
        let provenance = provenances.first { $0.dockerfile != nil }
        let failure = [fullFailure, record.failure].compactMap { $0 }.first { $0.dockerfile != nil }
        let name = provenance?.dockerfileName ?? failure?.dockerfileName ?? record.attribute("filename")
        result.dockerfileName = name.map { clean($0, "filename") }
        guard let text = provenance?.dockerfile ?? failure?.dockerfile else { return }
        guard text.count <= DockerfileLines.sizeLimit else {
            omissions.insert("its Dockerfile has more than \(DockerfileLines.sizeLimit) bytes")
            return
        }
        result.dockerfile = redactor.cleanDockerfile(text)
    }

    // MARK: Mounts

    private mutating func addMounts() {
        var explained: Set<[UInt8]> = []
        for provenance in provenances {
            for step in provenance.steps {
                let digest = provenance.digests[step.id]
                if let digest { explained.insert(digest) }
                add(step, digest.flatMap { log?.vertex($0) })
            }
        }
        let namespace = Self.cut(arguments[Array("BUILDKIT_CACHE_MOUNT_NS".utf8)] ?? [])
        let mounts = DockerfileMounts(namespace: namespace)
        for vertex in log?.vertexes ?? [] where !explained.contains(vertex.digest) {
            guard let line = RunLine(name: vertex.name) else { continue }
            add(line)
            add(mounts.uses(of: line, evidence: .log, execution: vertex.execution), vertex)
        }
        if provenances.isEmpty && log == nil { addDockerfileMounts(mounts) }
    }

    private mutating func add(_ step: Provenance.Step, _ vertex: StatusLog.Vertex?) {
        guard step.isCommand else { return }
        if step.network == 1 { add(network: "host") }
        if step.network == 2 { add(network: "none") }
        if step.security != 0 { result.isInsecure = true }
        for secret in step.secrets { add(secret: secret) }
        var command: ByteString?
        for mount in step.mounts {
            if let secret = mount.secretID { add(secret: secret) }
            guard mount.type == Provenance.Mount.cacheType, let id = mount.cacheID else { continue }
            if command == nil { command = redactor.clean(Self.cut(step.command), place: "command") }
            let sharing: MountCache.Sharing =
                switch mount.sharing {
                case 1: .private
                case 2: .locked
                default: .shared
                }
            let use = MountUse(
                id: ByteString(id), target: ByteString(mount.target), sharing: sharing,
                selector: ByteString(mount.selector), isReadOnly: mount.isReadOnly, hasBase: mount.input >= 0,
                execution: vertex?.execution ?? .unknown, evidence: .provenance, command: command ?? "")
            add(use, vertex)
        }
    }

    /// Adds what a line tells besides its cache mounts.
    private mutating func add(_ line: RunLine) {
        if line.network == "host" || line.network == "none" { add(network: line.network ?? "") }
        if line.security == "insecure" { result.isInsecure = true }
        for mount in line.mounts {
            if let secret = mount.secretID { add(secret: secret) }
        }
    }

    private mutating func addDockerfileMounts(_ mounts: DockerfileMounts) {
        let sources =
            provenances.compactMap(\.dockerfile) + [fullFailure, record.failure].compactMap { $0?.dockerfile }
        guard let text = sources.first else { return }
        let lines = DockerfileMounts.lines(of: text, arguments: arguments)
        if lines.count == DockerfileMounts.limit {
            omissions.insert("its Dockerfile has \(DockerfileMounts.limit) RUN lines or more")
        }
        for (line, folder) in lines {
            add(line)
            add(mounts.uses(of: line, evidence: .dockerfile, execution: .unknown, workFolder: folder), nil)
        }
    }

    /// Adds the mounts of one line, which have one command.
    private mutating func add(_ uses: [MountUse], _ vertex: StatusLog.Vertex?) {
        guard let first = uses.first else { return }
        let command = redactor.cleanCommand(Self.cut(first.command.bytes), place: "command")
        for var use in uses {
            use.command = command
            add(use, vertex)
        }
    }

    private mutating func add(_ found: MountUse, _ vertex: StatusLog.Vertex?) {
        guard result.mounts.count < Self.mountLimit else {
            omissions.insert("it has more than \(Self.mountLimit) mounts")
            return
        }
        var use = found
        use.id = clean(found.id.bytes, "mount id")
        use.target = clean(found.target.bytes, "mount target")
        use.selector = clean(found.selector.bytes, "mount source")
        if use.execution == .executed {
            use.started = vertex?.started
            use.finished = vertex?.completed
        }
        result.mounts.append(use)
    }

    private mutating func add(secret: [UInt8]) {
        let id = clean(secret, "secret id")
        if secrets.contains(id) { return }
        guard secrets.count < Self.mountLimit else {
            omissions.insert("its steps ask for more than \(Self.mountLimit) secrets")
            return
        }
        secrets.insert(id)
        result.secrets.append(id)
    }

    private mutating func add(network: String) {
        if !result.networks.contains(network) { result.networks.append(network) }
    }
}
