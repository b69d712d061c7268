package import Inventory

/// How a removal goes about it.
package struct RemovalOptions: Sendable {
    /// Threads that delete, the caller's among them.
    package var workers: Int
    /// Levels below the trash that are held open. What lies deeper is first renamed to the top of the trash, so that
    /// depth costs neither descriptors nor paths.
    package var levels: Int
    /// How often a directory is looked through again because somebody went on writing to it.
    package var rounds: Int
    /// Whether the directory is made to survive a power loss as it is in the end.
    package var synchronizes: Bool
    /// What may be taken out: where it is given, no entry but these, and folders.
    package var kept: KeptFiles?
    /// Told of each trash folder that was made, before anything is renamed into it: its name, device and inode.
    package var madeTrash: @Sendable (ByteString, UInt64, UInt64) -> Void = { _, _, _ in }
    /// Asked between any two calls that change something.
    package var isCancelled: @Sendable () -> Bool
    /// Asked before each step; with `false` the step is not done and the removal ends there.
    package var mayDo: @Sendable (RemovalStep) -> Bool

    package init(
        workers: Int = 2, levels: Int = 64, rounds: Int = 16, synchronizes: Bool = true,
        isCancelled: @escaping @Sendable () -> Bool = { false },
        mayDo: @escaping @Sendable (RemovalStep) -> Bool = { _ in true }
    ) {
        self.workers = min(max(1, workers), Self.workersMax)
        self.levels = min(max(1, levels), Self.levelsMax)
        self.rounds = max(1, rounds)
        self.synchronizes = synchronizes
        self.isCancelled = isCancelled
        self.mayDo = mayDo
    }

    private static let workersMax = 8
    private static let levelsMax = 256
}
