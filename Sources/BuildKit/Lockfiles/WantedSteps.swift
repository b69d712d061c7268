import Bytes
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

    /// Builds and mounts of those who were given a folder, over all folders.
    static let groupLimit = 4_000_000

    /// All who ran a step; others know them by their numbers.
    private(set) var users: [Users] = []
    private var groups: [ByteString: Int] = [:]
    /// Digests of the commands of all steps that are there: what is asked for and not there is not kept.
    private let present: Set<UInt64>
    /// Digests of the commands that are asked for.
    private var digests: Set<UInt64> = []
    private var hasSecrets = false
    private var placesLeft: Int
    /// Folders whose users were not kept.
    private(set) var unkeptGroups = 0
    private var idsByName: [ByteString: [ByteString]] = [:]

    /// What a Dockerfile's command is run with where nobody chose another shell.
    private static let shell = Array("/bin/sh -c ".utf8)

    /// Learns the ids of mount caches: builds have them without what looks like a secret.
    init(_ caches: [MountCache], among steps: [BuildTraces.Step], groupLimit: Int = groupLimit) {
        placesLeft = groupLimit
        present = Set(steps.lazy.map(\.digest))
        for id in Set(caches.map(\.id)) { idsByName[BuildHistory.redacted(id: id), default: []].append(id) }
    }

    /// Asks for the step that made a mount cache.
    mutating func add(_ cache: MountCache, description: ByteString) {
        for command in StepText.ofMount(description) {
            let key = Self.key(command)
            guard takes(key) else { continue }
            users[group(key)].mounts.insert(cache.id)
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
            let group = group(key)
            users[group].builds.insert(build.ref)
            users[group].mounts.formUnion(ids(of: use))
        }
    }

    /// The number of those who ran these builds, with all that they had mounted; `nil` where there is none, or no room.
    mutating func group(of builds: [Build]) -> Int? {
        if builds.isEmpty { return nil }
        for build in builds { placesLeft -= 1 + build.mounts.count }
        guard placesLeft >= 0 else {
            unkeptGroups += 1
            return nil
        }
        var all = Users()
        for build in builds {
            all.builds.insert(build.ref)
            for use in build.mounts where use.execution != .skipped { all.mounts.formUnion(ids(of: use)) }
        }
        users.append(all)
        return users.count - 1
    }

    private mutating func group(_ key: ByteString) -> Int {
        if let known = groups[key] { return known }
        groups[key] = users.count
        users.append(Users())
        return users.count - 1
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
    private func ids(of use: MountUse) -> [ByteString] { idsByName[use.id] ?? [use.id] }

    /// The numbers of those who ran a step with this command; none where nobody asks for it.
    func groups(of command: [UInt8]) -> [Int] {
        let exact = groups[Self.key(command)].map { [$0] } ?? []
        guard hasSecrets else { return exact }
        var redactor = Redactor()
        let clean = redactor.clean(BuildAssembler.cut(command), place: "command")
        guard clean.bytes != command, let other = groups[clean], !exact.contains(other) else { return exact }
        return exact + [other]
    }

    private static func key(_ command: [UInt8]) -> ByteString { ByteString(BuildAssembler.cut(command)) }
}
