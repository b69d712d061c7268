import Dispatch
import Inventory
import Synchronization

/// What all workers of one walk share.
struct WalkShared: Sendable {
    let roots: [WalkRoot]
    let options: WalkOptions
    let known: any KnownFiles
    /// Whether files are opened before their status is asked; see `Worker.examine`.
    let opensFirst: Bool
    let frontier: Frontier
    let channel: BatchChannel
    let hardLinks: HardLinks
    let holes = HoleDigests()
    /// Another number in each walk; see `Worker.unsettled`.
    let salt = UInt64.random(in: .min ... .max)
    let looks: Looks
    let progress: WalkProgress
    let isCancelled: @Sendable () -> Bool
    let failures: FailureNote
    /// What holds reading back; `nil` where nothing does.
    let pace: ReadPace?

    /// What changes were met in a cache.
    func restlessness(of cache: Int32) -> Restlessness? { roots.first { $0.cache == cache }?.restlessness }

    /// Waits for some milliseconds.
    func pause() {
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(2))
    }
}
