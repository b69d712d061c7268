import Inventory

/// The mounts that RUN lines ask for: of a Dockerfile's text, or of a step's name in a log.
struct DockerfileMounts {
    /// RUN lines with mounts of one text.
    static let limit = 10_000

    /// What the ids begin with (`BUILDKIT_CACHE_MOUNT_NS`); mostly nothing.
    var namespace: [UInt8]

    /// The cache mounts of one line, seen from a working folder.
    func uses(
        of line: RunLine, evidence: MountUse.Evidence, execution: MountUse.Execution, workFolder: [UInt8] = []
    ) -> [MountUse] {
        line.mounts.compactMap { mount in
            guard mount.type == "cache", let target = mount.target, !target.isEmpty else { return nil }
            let id = mount.id.flatMap { $0.isEmpty ? nil : $0 } ?? CleanPath.of(target)
            let isAbsolute = target.first == UInt8(ascii: "/")
            return MountUse(
                id: ByteString(namespace + [UInt8(ascii: "/")] + id),
                target: ByteString(isAbsolute || workFolder.isEmpty ? target : CleanPath.joined(workFolder, target)),
                sharing: MountCache.Sharing(rawValue: mount.sharing) ?? .shared,
                selector: ByteString(mount.selector), isReadOnly: mount.isReadOnly, hasBase: mount.hasBase,
                execution: execution, evidence: evidence, command: ByteString(line.command))
        }
    }

    /// The lines of a Dockerfile that run something, each with the folder it runs in.
    ///
    /// - Parameter arguments: the build's own, by name.
    static func lines(
        of text: [UInt8], arguments: [[UInt8]: [UInt8]]
    ) -> [(line: RunLine, workFolder: [UInt8])] {
        var result: [(line: RunLine, workFolder: [UInt8])] = []
        var variables = DockerfileVariables(arguments: arguments, escape: DockerfileLines.escape(of: text))
        for instruction in DockerfileLines.instructions(of: text) {
            switch instruction.name {
            case "FROM": variables.beginStage(instruction.arguments)
            case "ARG": variables.declare(instruction.arguments)
            case "ENV": variables.set(instruction.arguments)
            case "WORKDIR": variables.enter(instruction.arguments)
            case "RUN" where result.count < limit:
                let line = RunLine(arguments: instruction.arguments) { variables.expand($0) }
                result.append((line, variables.workFolder))
            default: break
            }
        }
        return result
    }
}
