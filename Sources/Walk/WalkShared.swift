import Dispatch
import Inventory
import Synchronization

/// What all workers of one walk share.
struct WalkShared: Sendable {
    let options: WalkOptions
    let known: any KnownFiles
    /// Whether files are opened before their status is asked; see `Worker.examine`.
    let opensFirst: Bool
    let frontier: Frontier
    let channel: BatchChannel
    let hardLinks: HardLinks
    let holes = HoleDigests()
    let progress: WalkProgress
    let isCancelled: @Sendable () -> Bool
    let failures: FailureNote

    /// Waits for some milliseconds.
    func pause() {
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(2))
    }
}
