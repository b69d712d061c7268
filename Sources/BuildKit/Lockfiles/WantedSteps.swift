import Inventory

/// The steps whose lockfiles are asked for: those that had a cache mounted, by their commands.
///
/// Commands come from two sides: descriptions of mount caches have them as they were, builds without what looks like a
/// secret, and cut where they are long. So are those they are compared with.
struct WantedSteps {
    /// Who ran a step.
    struct Users {
        /// Ids of the mounts it had.
        var mounts: Set<ByteString> = []
        var builds: Set<String> = []
    }

    private var users: [ByteString: Users] = [:]
    /// Digests of the commands of all steps that are there: what is asked for and not there is not kept.
    private let present: Set<UInt64>
    /// Digests of the commands that are asked for.
    private var digests: Set<UInt64> = []
    private var hasSecrets = false
    private var idsByName: [ByteString: [ByteString]] = [:]

    /// What a Dockerfile's command is run with where nobody chose another shell.
    private static let shell = Array("/bin/sh -c ".utf8)

    /// Learns the ids of mount caches: builds have them without what looks like a secret.
    init(_ caches: [MountCache], among steps: [BuildTraces.Step]) {
        present = Set(steps.lazy.map(\.digest))
        for id in Set(caches.map(\.id)) { idsByName[BuildHistory.redacted(id: id), default: []].append(id) }
    }

    /// Asks for the step that made a mount cache.
    mutating func add(_ cache: MountCache, description: ByteString) {
        for command in StepText.ofMount(description) {
            let key = Self.key(command)
            guard takes(key) else { continue }
            users[key, default: Users()].mounts.insert(cache.id)
        }
    }

    /// Asks for the steps of a build that had a cache mounted.
    mutating func add(_ build: Build) {
        // The mounts of one step share its command.
        var last: (command: ByteString, evidence: MountUse.Evidence, key: ByteString?)?
        for use in build.mounts where !use.command.isEmpty && use.execution != .skipped {
            let key: ByteString?
            if let last, last.command == use.command, last.evidence == use.evidence {
                key = last.key
            } else {
                key = wantedKey(use)
                last = (use.command, use.evidence, key)
            }
            guard let key else { continue }
            users[key, default: Users()].builds.insert(build.ref)
            users[key, default: Users()].mounts.formUnion(ids(of: use))
        }
    }

    private mutating func wantedKey(_ use: MountUse) -> ByteString? {
        let isWhole = use.evidence == .provenance
        let key = Self.key(isWhole ? use.command.bytes : Self.shell + use.command.bytes)
        // What it stands for is not known, so it is kept whatever is there.
        if use.command.bytes.contains(UInt8(ascii: "[")), use.command.bytes[...].firstOffset(of: Redactor.mark) != nil {
            hasSecrets = true
            return key
        }
        return takes(key) ? key : nil
    }

    private mutating func takes(_ key: ByteString) -> Bool {
        let digest = StepText.digest(key.bytes[...])
        guard present.contains(digest) else { return false }
        digests.insert(digest)
        return true
    }

    /// Whether somebody may ask for this step.
    func mayAsk(for step: BuildTraces.Step) -> Bool { hasSecrets || digests.contains(step.digest) }

    /// Whether nobody asks for anything.
    var isEmpty: Bool { users.isEmpty }

    /// The ids that the mount of a build's step stands for.
    func ids(of use: MountUse) -> [ByteString] { idsByName[use.id] ?? [use.id] }

    /// Who ran a step with this command; `nil` where nobody asks for it.
    func users(of command: [UInt8]) -> Users? {
        let exact = users[Self.key(command)]
        guard hasSecrets else { return exact }
        var redactor = Redactor()
        let clean = redactor.clean(BuildAssembler.cut(command), place: "command")
        guard clean.bytes != command, let other = users[clean] else { return exact }
        guard var all = exact else { return other }
        all.mounts.formUnion(other.mounts)
        all.builds.formUnion(other.builds)
        return all
    }

    private static func key(_ command: [UInt8]) -> ByteString { ByteString(BuildAssembler.cut(command)) }
}
