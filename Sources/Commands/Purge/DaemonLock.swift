import BuildKit
import Inventory
import Linux

/// Keeps a stopped buildkitd from starting for as long as it is held.
///
/// ```
///  /var/lib/buildkit/buildkitd.lock      flock, exclusive: buildkitd ends at once with "could not lock …"
/// ```
/// dockerd has no such lock; none of a daemon's databases is ever locked.
final class DaemonLock: Sendable {
    private let lock: FileLock

    private init(_ lock: consuming FileLock) {
        self.lock = lock
    }

    /// What came of trying.
    enum Answer {
        case held(DaemonLock)
        /// There is no lock for this kind of state.
        case none
        /// A daemon holds it: it runs after all.
        case taken
        case failed(SystemError)
    }

    /// Takes the lock of a state root.
    static func take(_ root: FoundRoot) -> Answer {
        switch root.root.kind {
        case .standalone, .rootless, .buildxVolume: break
        case .docker, .dockerContainerd, .containerd, .buildah, .tree: return .none
        }
        let folder: Descriptor
        do throws(SystemError) {
            folder = try Folder.open(root.path)
        } catch {
            return .failed(error)
        }
        do throws(FileLock.Failure) {
            return .held(DaemonLock(try FileLock.take(Array("buildkitd.lock".utf8), in: folder)))
        } catch {
            switch error {
            case .held: return .taken
            case .system(let error): return .failed(error)
            }
        }
    }
}
