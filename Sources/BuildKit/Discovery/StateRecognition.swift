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
    /// Workers of one state root: a daemon has one for each kind of snapshots it makes.
    static let workerLimit = 32
    private static let workerPrefix: ByteString = "runc-"
    private static let containerdPrefix: ByteString = "containerd-"
    private static let dockerFolder: ByteString = "buildkit"
    private static let nothingLeft = "BuildKit was here, but there is no folder of a worker (runc-*, containerd-*)"

    /// Places where a containerd may keep its root, after those that belong to the state root.
    let containerds: [ByteString]

    private var found: [FoundRoot] = []
    private var unknown: [String] = []
    /// Workers beyond the limit.
    private var unlisted = 0
    /// Databases of records, and the folders they were found in.
    private var databases: [Identity: ByteString] = [:]

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
        let entries = try folder.entries(upTo: Self.entryLimit)
        let names = entries.filter(\.mayBeFolder).map(\.name)
        for name in names {
            if let snapshotter = name.dropping(prefix: Self.workerPrefix), !snapshotter.isEmpty {
                try lookAtWorker(folder, name, snapshotter)
            } else if let snapshotter = name.dropping(prefix: Self.containerdPrefix), !snapshotter.isEmpty {
                try lookAtContainerd(folder, name, snapshotter, kind: .containerd)
            }
        }
        let owner = try folder.descriptor.status().owner
        if found.isEmpty, names.contains(Self.dockerFolder) { try lookAtDocker(folder) }
        lookForReplaced(entries, in: folder)
        if unlisted > 0 {
            unknown.append("\(unlisted) folders of workers were not looked at: there are more than \(Self.workerLimit)")
        }
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

    /// Names what stands in the place of a worker's folder and is none, where BuildKit or Docker was: a link, a pipe.
    /// And that the folders of all workers are gone.
    private mutating func lookForReplaced(_ entries: [Folder.Entry], in folder: borrowing Folder) {
        let isPart = folder.holds("metadata_v2.db") || folder.holds("metadata.db")
        let wasHere =
            !isPart && folder.holds("cache.db") && (folder.holds("history.db") || folder.holds("buildkitd.lock"))
        let isDocker = folder.hasFolder("image") && folder.hasFolder("volumes")
        for entry in entries where !entry.mayBeFolder {
            let isWorker = entry.name.hasPrefix(Self.workerPrefix) || entry.name.hasPrefix(Self.containerdPrefix)
            guard isWorker && wasHere || entry.name == Self.dockerFolder && isDocker else { continue }
            unknown.append("\(entry.name.display) is no folder: what was kept in it is not seen")
        }
        if wasHere, found.isEmpty, unknown.isEmpty { unknown.append(Self.nothingLeft) }
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
            return nothingLeft
        }
        return "no folder of a BuildKit worker in it (runc-*, containerd-*, buildkit)"
    }

    // MARK: Layouts

    private mutating func lookAtWorker(
        _ state: borrowing Folder, _ name: ByteString, _ snapshotter: ByteString
    ) throws(SystemError) {
        guard let worker = try open(name, in: state),
            let metadata = metadata(in: worker, name, isState: worker.holds("snapshots"))
        else { return }
        var root = FoundRoot(
            path: state.path, kind: .standalone, layout: .worker, folder: name, metadata: metadata.name)
        root.oddities = metadata.oddities
        root.root.snapshotter = snapshotter.display
        root.history = state.holds("history.db") ? "history.db" : nil
        found.append(root)
    }

    /// A folder of the state; what is none any more is named.
    private mutating func open(_ name: ByteString, in state: borrowing Folder) throws(SystemError) -> Folder? {
        guard found.count < Self.workerLimit else {
            unlisted += 1
            return nil
        }
        do throws(SystemError) {
            return try state.folder(name)
        } catch {
            guard error.isNowhere || error.number == SystemError.tooManyLinks else { throw error }
            unknown.append("\(name.display) is no folder that can be opened: \(error.advice)")
            return nil
        }
    }

    private mutating func lookAtContainerd(
        _ state: borrowing Folder, _ name: ByteString, _ snapshotter: ByteString, kind: StateRoot.Kind,
        docker: ByteString? = nil
    ) throws(SystemError) {
        guard let worker = try open(name, in: state),
            let metadata = metadata(in: worker, name, isState: worker.holds("workerid"))
        else { return }
        let top = docker ?? state.path
        var roots = docker.map { [$0.appending("containerd/daemon")] } ?? []
        for place in [top.parent.appending("containerd")] + containerds where !roots.contains(place) {
            roots.append(place)
        }
        var root = FoundRoot(
            path: top, kind: kind, layout: .containerd(roots: roots),
            folder: docker == nil ? name : Self.dockerFolder.appending(name), metadata: metadata.name)
        root.oddities = metadata.oddities
        root.root.snapshotter = snapshotter.display
        root.historyFolder = docker == nil ? "" : Self.dockerFolder
        let histories: [ByteString] = docker == nil ? ["history.db"] : ["history_c8d.db", "history.db"]
        root.history = histories.first { state.holds($0) }
        found.append(root)
    }

    private mutating func lookAtDocker(_ docker: borrowing Folder) throws(SystemError) {
        guard let state = try open(Self.dockerFolder, in: docker) else { return }
        if state.holds("snapshots.db") {
            lookAtGraph(docker, state)
        } else if state.holds("metadata_v2.db") || state.holds("metadata.db") {
            unknown.append("buildkit holds records, but snapshots.db, which knows their directories, is gone")
        }
        for name in try state.entries(upTo: Self.entryLimit).filter(\.mayBeFolder).map(\.name) {
            guard let snapshotter = name.dropping(prefix: Self.containerdPrefix), !snapshotter.isEmpty else { continue }
            try lookAtContainerd(state, name, snapshotter, kind: .dockerContainerd, docker: docker.path)
        }
    }

    private mutating func lookAtGraph(_ docker: borrowing Folder, _ state: borrowing Folder) {
        guard let metadata = metadata(in: state, Self.dockerFolder, isState: true) else { return }
        let drivers = ContentPlace.drivers.filter { docker.hasFolder(ByteString($0)) }
        // A driver that was in use has a list of layers; a folder alone may be left over.
        let used = drivers.filter { (try? docker.folder(ByteString("image/\($0)"))) != nil }
        let order = used + drivers.filter { !used.contains($0) }
        var root = FoundRoot(
            path: docker.path, kind: .docker, layout: .graphDriver(order), folder: Self.dockerFolder,
            metadata: metadata.name)
        root.oddities = metadata.oddities
        root.root.snapshotter = order.first
        root.historyFolder = Self.dockerFolder
        root.history = state.holds("history.db") ? "history.db" : nil
        found.append(root)
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
        if worker.holds("metadata_v2.db") { return claim("metadata_v2.db", worker, name).map { ($0, oddities) } }
        if !newer.isEmpty {
            unknown += oddities.map { "\(name.display): \($0)" }
            return nil
        }
        if worker.holds("metadata.db") { return claim("metadata.db", worker, name).map { ($0, oddities) } }
        if isState { unknown.append("\(name.display) holds snapshots, but the records that name them are gone") }
        return nil
    }

    /// A database, unless it is the very file that another worker has: with many names it would be read as often.
    private mutating func claim(
        _ database: ByteString, _ worker: borrowing Folder, _ name: ByteString
    ) -> ByteString? {
        guard let status = try? worker.status(of: database) else { return database }
        if let other = databases.updateValue(name, forKey: Identity(status)) {
            unknown.append("\(name.display) was not read: its records are the same file as those of \(other.display)")
            return nil
        }
        return database
    }
}
