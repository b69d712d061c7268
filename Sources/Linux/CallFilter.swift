private import CLinux
private import Synchronization

/// Takes from this process, for good, the system calls that a reader of files never makes: no socket, no other program
/// or process, no other mount, no memory that can be run. C counterpart: `seccomp(2)`.
///
/// It holds for the calling thread and every thread made from it afterwards, so it must be called before the first
/// other thread exists, and after `Jail` and `Landlock`, some of whose calls it refuses.
package enum CallFilter {
    /// What a process still needs.
    package enum Purpose: Sendable {
        /// Nothing but files.
        case files
        /// Unix sockets as well: engines are asked through them.
        case filesAndEngines
    }

    /// Applies it. False where the kernel or the processor has no filters.
    package static func apply(for purpose: Purpose) throws(SystemError) -> Bool {
        try renounceNewPrivileges()
        try mayFail(.seccomp)
        let result = CLinux_filter_calls(purpose == .filesAndEngines ? 1 : 0)
        if result == -SystemError.invalid || result == -SystemError.notImplemented { return false }
        try check(result, .seccomp)
        return true
    }

    /// What a thread that has locked itself in was still able to do.
    package struct Proof: Sendable, Equatable {
        /// Whether it could make a socket; `nil` where there is no filter.
        package var madeSocket: Bool?
        /// Whether it could open a file for writing; `nil` where there is no Landlock.
        package var openedForWriting: Bool?
    }

    /// Locks a thread in as an audit does, and tries what anybody may do who is not locked in.
    package static func prove() -> Proof {
        let proof = Guarded(Proof())
        SideThread.run(
            {
                let isRestricted = ((try? Landlock.restrict(reading: nil, writing: [])) ?? 0) > 0
                let isFiltered = (try? apply(for: .files)) ?? false
                let canWrite = (try? Descriptor.open(Array("/dev/null".utf8), [.writeOnly]).number) != nil
                let hasSocket = CLinux_try_socket() == 0
                proof.withLock {
                    $0.madeSocket = isFiltered ? hasSocket : nil
                    $0.openedForWriting = isRestricted ? canWrite : nil
                }
            }, beside: {})
        return proof.withLock { $0 }
    }
}
