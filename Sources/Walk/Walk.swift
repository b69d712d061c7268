import Dispatch
import Hashing
package import Inventory
import Linux

/// Walks caches in parallel and hashes what is new in them.
///
/// ```
///  roots ─► Frontier (stack of folders) ─► worker 1 ─┐
///                    ▲      │              worker 2 ─┼─► BatchChannel ─► receiver, on the caller's thread
///                    └──────┘              worker n ─┘   (bounded)
/// ```
///
/// Each worker takes the deepest waiting folder, lists it part by part, looks at the files and leaves the folders
/// found on the stack. A worker without work is given half of what another still has to do in a large folder.
package enum Walk {
    /// How a walk ended.
    package struct Outcome: Sendable {
        /// It was told to stop before all was seen.
        package var wasCancelled: Bool
        /// A worker could not work at all (libcrypto refused, no memory).
        package var failure: String?

        package init(wasCancelled: Bool, failure: String?) {
            self.wasCancelled = wasCancelled
            self.failure = failure
        }
    }

    /// Walks the roots. `receive` gets each batch, `tick` is called at least ten times a second; both on the thread
    /// that calls this. When `receive` throws, the walk stops and the error is thrown on.
    package static func run<Failure: Error>(
        _ roots: [WalkRoot], options: WalkOptions, known: any KnownFiles, progress: WalkProgress = WalkProgress(),
        isCancelled: @escaping @Sendable () -> Bool, tick: () -> Void = {},
        receive: (FileBatch) throws(Failure) -> Void
    ) throws(Failure) -> Outcome {
        let shared = WalkShared(
            options: options, known: known, opensFirst: known.isEmpty, frontier: Frontier(),
            channel: BatchChannel(capacity: options.batchesUnderWay, writers: options.jobs), hardLinks: HardLinks(),
            progress: progress, isCancelled: isCancelled, started: StartedWorkers())
        // Last on the stack is first walked: turn the order round.
        shared.frontier.push(roots.reversed().map { Work.open(Folder(root: $0)) })
        let group = DispatchGroup()
        let failures = FailureNote()
        for number in 0..<options.jobs {
            // A serial queue for each worker: Dispatch gives such a queue a thread of its own. The pool behind
            // concurrent queues is watched through /proc, and Dispatch ends the process where there is none (`Jail`).
            DispatchQueue(label: "bezoar.walk.\(number)").async(group: group) {
                shared.started.note()
                do throws(HashError) {
                    var worker = try Worker(shared)
                    worker.run()
                } catch {
                    failures.note("\(error)")
                    _ = shared.frontier.stop()
                }
                shared.channel.writerIsDone()
            }
        }
        do throws(Failure) {
            guard try take(from: shared, tick, receive) else {
                _ = shared.frontier.stop()
                // Nobody to wait for: a worker that gets its thread after all finds nothing left to do.
                return Outcome(wasCancelled: isCancelled(), failure: "no thread could be started")
            }
        } catch {
            _ = shared.frontier.stop()
            shared.channel.close()
            group.wait()
            throw error
        }
        group.wait()
        return Outcome(wasCancelled: isCancelled(), failure: failures.first)
    }

    /// Tenths of a second after which a walk without any thread is given up. Dispatch itself tries for ever.
    private static let patience = 100

    /// Hands on what the workers send until they are done; false where not one of them ever got a thread.
    private static func take<Failure: Error>(
        from shared: WalkShared, _ tick: () -> Void, _ receive: (FileBatch) throws(Failure) -> Void
    ) throws(Failure) -> Bool {
        var idleTenths = 0
        while true {
            switch shared.channel.receive(waiting: 100) {
            case .batches(let batches):
                for batch in batches { try receive(batch) }
                tick()
            case .nothing:
                tick()
                idleTenths += 1
                let hasNoThread = shared.started.count == 0
                if hasNoThread, shared.isCancelled() || idleTenths > patience { return false }
            case .end:
                return true
            }
        }
    }
}
