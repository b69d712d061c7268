import BuildKit
import EngineAPI
import Inventory
import Linux
import Report

/// The state roots that a purge works in: their engines, the locks of stopped ones, and what their records say now.
struct PurgeGround {
    /// What is known of the engine of one state root.
    private struct Post {
        var engine: EngineFinder.Answer
        var lock: DaemonLock?
        /// Why its files must not be removed.
        var obstacle: String?
    }

    /// Milliseconds between two looks at whether a build is done.
    static let pause: UInt32 = 250

    private let state: HostState
    private var posts: [ByteString: Post] = [:]

    /// Asks the engines, and takes the locks of those that are stopped. Belongs before the process locks itself in.
    init(_ state: HostState, _ settings: Settings, takesLocks: Bool) {
        self.state = state
        if state.found.isEmpty { return }
        let finder = EngineFinder(settings)
        for root in state.found where posts[root.path] == nil {
            var post = Post(engine: finder.find(root))
            if takesLocks, case .stopped = post.engine {
                switch DaemonLock.take(root) {
                case .held(let lock): post.lock = lock
                case .none: break
                case .taken: post.engine = .silent("its engine holds its lock, and could not be asked")
                case .failed(let error):
                    post.obstacle = "the stopped engine cannot be kept from starting: \(error)"
                }
            }
            posts[root.path] = post
        }
    }

    /// Says of each target of a plan by whom it would be removed now.
    func chooseWays(of plan: inout PurgePlan) {
        for index in plan.targets.indices {
            let target = plan.targets[index]
            let isByEngine = target.entries == nil && EngineClient.isRecord(target.record) && engine(of: target) != nil
            plan.targets[index].way = isByEngine ? .engine : .files
            if target.needsEngine, !isByEngine {
                plan.unseen.append("\(Quotation.text(target.cache.bytes)): its engine does not run or cannot be asked")
            }
        }
    }

    /// Paths of the state roots.
    var roots: [ByteString] { state.found.map(\.path) }

    /// The engine of a target's state root, where one answers.
    func engine(of target: PurgeTarget) -> EngineClient? {
        guard case .engine(let client)? = posts[target.root]?.engine else { return nil }
        return client
    }

    /// Why the files of a target must not be removed; `nil` where they may.
    func obstacle(to target: PurgeTarget) -> String? { posts[target.root]?.obstacle }

    /// Why the engine of a target cannot be asked although it seems to run.
    func silence(of target: PurgeTarget) -> String? {
        guard case .silent(let reason)? = posts[target.root]?.engine else { return nil }
        return reason
    }

    /// The cache that the records name now for a target; `nil` where there is none such.
    func cache(of target: PurgeTarget) -> MountCache? {
        for inventory in state.inventories where inventory.root.path == target.root {
            let found = inventory.caches.first { $0.record == target.record && $0.id == target.cache }
            if let found { return found }
        }
        return nil
    }

    /// Waits for builds that have the target mounted, until a moment of `Clock.steady` or a request to stop; who still
    /// has. `tell` is called once if it waits.
    func users(
        of target: PurgeTarget, until deadline: Int64, tell: (String) -> Void
    ) -> [ByteString] {
        var isTold = false
        while true {
            let users = users(of: target)
            let now = Clock.steady
            if users.isEmpty || Signals.requested != nil || now >= deadline { return users }
            if !isTold {
                let time = Human.duration(nanoseconds: deadline - now)
                tell("\(Quotation.text(target.cache.bytes)): waiting for \(Self.words(users)), \(time) at most")
                isTold = true
            }
            Clock.pause(milliseconds: Self.pause)
        }
    }

    static func words(_ users: [ByteString]) -> String {
        users.map { Quotation.text($0.bytes) }.joined(separator: ", ")
    }

    /// Who has the target mounted at this moment. Where no record tells, mounts do.
    func users(of target: PurgeTarget) -> [ByteString] {
        if !target.hasRecord { return TreeUse().holders(of: target.content) }
        var inventories = state.inventories
        for index in inventories.indices {
            for place in inventories[index].caches.indices {
                inventories[index].caches[place].inUse = false
                inventories[index].caches[place].usedBy = []
            }
        }
        InUse().mark(&inventories, of: state.found)
        let caches = inventories.filter { $0.root.path == target.root }.flatMap(\.caches)
        return caches.first { $0.record == target.record && $0.inUse }?.usedBy ?? []
    }
}
