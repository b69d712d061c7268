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
    /// Short digests of the commands: there may be hundreds of thousands of steps that nobody asks for.
    private var digests: Set<UInt64> = []
    private var hasSecrets = false
    private var idsByName: [ByteString: [ByteString]] = [:]

    /// What a Dockerfile's command is run with where nobody chose another shell.
    private static let shell = Array("/bin/sh -c ".utf8)

    /// Learns the ids of mount caches: builds have them without what looks like a secret.
    init(_ caches: [MountCache]) {
        for id in Set(caches.map(\.id)) { idsByName[BuildHistory.redacted(id: id), default: []].append(id) }
    }

    /// Asks for the step that made a mount cache.
    mutating func add(_ cache: MountCache, description: ByteString) {
        for command in StepText.ofMount(description) {
            let key = Self.key(command)
            digests.insert(Self.digest(key.bytes[...]))
            users[key, default: Users()].mounts.insert(cache.id)
        }
    }

    /// Asks for the steps of a build that had a cache mounted.
    mutating func add(_ build: Build) {
        for use in build.mounts where !use.command.isEmpty && use.execution != .skipped {
            let isWhole = use.evidence == .provenance
            let key = Self.key(isWhole ? use.command.bytes : Self.shell + use.command.bytes)
            digests.insert(Self.digest(key.bytes[...]))
            users[key, default: Users()].builds.insert(build.ref)
            users[key, default: Users()].mounts.formUnion(ids(of: use))
            hasSecrets = hasSecrets || use.command.bytes[...].firstOffset(of: Redactor.mark) != nil
        }
    }

    /// Whether somebody may ask for the step with this command; most times the answer is exact.
    func mayAsk(for command: ArraySlice<UInt8>) -> Bool {
        hasSecrets || command.count > BuildAssembler.textLimit || digests.contains(Self.digest(command))
    }

    /// FNV-1a. Whoever finds two commands with the same one makes us compare them, and no more.
    private static func digest(_ command: ArraySlice<UInt8>) -> UInt64 {
        command.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

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
