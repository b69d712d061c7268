import Inventory
import Linux

/// Says whether a directory is a state root, from what is in it: names above it prove nothing.
///
/// ```
///   D/runc-<snapshotter>/metadata_v2.db         BuildKit with its own worker
///   D/containerd-<snapshotter>/metadata_v2.db   BuildKit with a containerd
///   D/buildkit/metadata_v2.db, snapshots.db     Docker with a graph driver
///   D/buildkit/containerd-<snapshotter>/…       Docker with the containerd image store; may stand beside the former
///   D/buildah-cache-lockfiles, D/<16 digits>    Buildah
/// ```
struct StateRecognition {
    /// What a directory is.
    enum Outcome {
        /// A state root, one value per worker; empty where none is understood.
        case state([FoundRoot], unknown: [String])
        case notState(String)
        case absent(String)
        case unreadable(SystemError)
    }

    /// Entries of a directory that are looked at: a state root has a few dozen.
    static let entryLimit = 4096
    private static let workerPrefix: ByteString = "runc-"
    private static let containerdPrefix: ByteString = "containerd-"

    /// Places where a containerd may keep its root, after those that belong to the state root.
    let containerds: [ByteString]

    private var found: [FoundRoot] = []
    private var unknown: [String] = []

    init(containerds: [ByteString]) {
        self.containerds = containerds
    }

    /// Looks at a directory. `path` is as this process sees it, without links.
    func look(at path: ByteString) -> Outcome {
        var copy = self
        do throws(SystemError) {
            return try copy.lookInside(path)
        } catch {
            if error.number == SystemError.notDirectory { return .absent("not a directory") }
            return error.isAbsence ? .absent("not there") : .unreadable(error)
        }
    }

    private mutating func lookInside(_ path: ByteString) throws(SystemError) -> Outcome {
        let folder = try Folder(path)
        let names = try folder.entries(upTo: Self.entryLimit).filter(\.mayBeFolder).map(\.name)
        for name in names {
            if let snapshotter = name.dropping(prefix: Self.workerPrefix), !snapshotter.isEmpty {
                try lookAtWorker(folder, name, snapshotter)
            } else if let snapshotter = name.dropping(prefix: Self.containerdPrefix), !snapshotter.isEmpty {
                try lookAtContainerd(folder, name, snapshotter, kind: .containerd)
            }
        }
        let owner = try folder.descriptor.status().owner
        if found.isEmpty, names.contains("buildkit") { try lookAtDocker(folder) }
        if found.isEmpty, unknown.isEmpty, isBuildah(folder, names) {
            return .state(
                [FoundRoot(path: path, kind: .buildah, layout: .plain, folder: "", metadata: "")], unknown: [])
        }
        guard found.isEmpty, unknown.isEmpty else {
            finish(owner: owner)
            return .state(found, unknown: unknown)
        }
        return .notState(Self.reason(folder))
    }

    private mutating func finish(owner: UInt32) {
        for index in found.indices where found[index].root.kind == .standalone {
            let path = found[index].path.components.suffix(3).map(\.display)
            if path.count == 3, path[0] == "volumes", path[1].hasPrefix("buildx_buildkit_"), path[2] == "_data" {
                found[index].root.kind = .buildxVolume
            } else if owner != 0 {
                found[index].root.kind = .rootless
            }
        }
    }

    /// What a directory lacks, or which part of a state root it is.
    private static func reason(_ folder: borrowing Folder) -> String {
        if folder.hasFile("metadata_v2.db") || folder.hasFile("metadata.db") {
            return "a part of a state root; the folder above it is the one to name"
        }
        if folder.hasFile("cache.db") || folder.hasFile("history.db") || folder.hasFile("buildkitd.lock") {
            return "BuildKit was here, but there is no folder of a worker (runc-*, containerd-*)"
        }
        return "no folder of a BuildKit worker in it (runc-*, containerd-*, buildkit)"
    }

    // MARK: Layouts

    private mutating func lookAtWorker(
        _ state: borrowing Folder, _ name: ByteString, _ snapshotter: ByteString
    ) throws(SystemError) {
        let worker = try state.folder(name)
        guard let metadata = metadata(in: worker, name, isState: worker.hasFolder("snapshots")) else { return }
        var root = FoundRoot(
            path: state.path, kind: .standalone, layout: .worker, folder: name, metadata: metadata.name)
        root.oddities = metadata.oddities
        root.root.snapshotter = snapshotter.display
        root.history = state.hasFile("history.db") ? "history.db" : nil
        found.append(root)
    }

    private mutating func lookAtContainerd(
        _ state: borrowing Folder, _ name: ByteString, _ snapshotter: ByteString, kind: StateRoot.Kind,
        docker: ByteString? = nil
    ) throws(SystemError) {
        let worker = try state.folder(name)
        guard let metadata = metadata(in: worker, name, isState: worker.hasFile("workerid")) else { return }
        let top = docker ?? state.path
        let parent = ByteString("/" + "").appending(
            ByteString(Array(top.components.dropLast().map(\.bytes).joined(separator: [UInt8(ascii: "/")]))))
        var roots = docker.map { [$0.appending("containerd/daemon")] } ?? []
        for place in [parent.appending("containerd")] + containerds where !roots.contains(place) { roots.append(place) }
        var root = FoundRoot(
            path: top, kind: kind, layout: .containerd(roots: roots),
            folder: docker == nil ? name : ByteString("buildkit").appending(name), metadata: metadata.name)
        root.oddities = metadata.oddities
        root.root.snapshotter = snapshotter.display
        root.historyFolder = docker == nil ? "" : "buildkit"
        let histories: [ByteString] = docker == nil ? ["history.db"] : ["history_c8d.db", "history.db"]
        root.history = histories.first { state.hasFile($0) }
        found.append(root)
    }

    private mutating func lookAtDocker(_ docker: borrowing Folder) throws(SystemError) {
        let state = try docker.folder("buildkit")
        if state.hasFile("snapshots.db"), let metadata = metadata(in: state, "buildkit", isState: true) {
            let drivers = ContentPlace.drivers.filter { docker.hasFolder(ByteString($0)) }
            // A driver that was in use has a list of layers; a folder alone may be left over.
            let used = drivers.filter { (try? docker.folder(ByteString("image/\($0)"))) != nil }
            let order = used + drivers.filter { !used.contains($0) }
            var root = FoundRoot(
                path: docker.path, kind: .docker, layout: .graphDriver(order), folder: "buildkit",
                metadata: metadata.name)
            root.oddities = metadata.oddities
            root.root.snapshotter = order.first
            root.historyFolder = "buildkit"
            root.history = state.hasFile("history.db") ? "history.db" : nil
            found.append(root)
        }
        for name in try state.entries(upTo: Self.entryLimit).filter(\.mayBeFolder).map(\.name) {
            guard let snapshotter = name.dropping(prefix: Self.containerdPrefix), !snapshotter.isEmpty else { continue }
            try lookAtContainerd(state, name, snapshotter, kind: .dockerContainerd, docker: docker.path)
        }
    }

    private func isBuildah(_ folder: borrowing Folder, _ names: [ByteString]) -> Bool {
        if names.contains(BuildahReader.lockFolder) { return true }
        let name = folder.path.lastComponent
        return name == "buildah-cache" || name.hasPrefix("buildah-cache-")
    }

    // MARK: Records

    /// The database of records in a worker's folder; `nil` where there is none that is understood.
    private mutating func metadata(
        in worker: borrowing Folder, _ name: ByteString, isState: Bool
    ) -> (name: ByteString, oddities: [String])? {
        let newer = ((try? worker.entries(upTo: Self.entryLimit)) ?? []).map(\.name).filter { name in
            name.hasPrefix("metadata_v") && name.hasSuffix(".db") && name != "metadata_v2.db"
        }
        let oddities = newer.map { "\($0.display) is of a version that is not understood and was not read" }
        if worker.hasFile("metadata_v2.db") { return ("metadata_v2.db", oddities) }
        if !newer.isEmpty {
            unknown += oddities.map { "\(name.display): \($0)" }
            return nil
        }
        if worker.hasFile("metadata.db") { return ("metadata.db", oddities) }
        if isState { unknown.append("\(name.display) holds snapshots, but the records that name them are gone") }
        return nil
    }
}
