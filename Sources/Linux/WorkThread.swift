private import Glibc

/// A thread that works beside its maker, who may wait for its end.
///
/// Making one never waits: where the system has no thread to give (`pids.max`, `RLIMIT_NPROC`, a filter of calls),
/// there is none. Dispatch would try again for ever, on the thread that asked it.
@safe package struct WorkThread: ~Copyable {
    /// What the thread does.
    private final class Errand: Sendable {
        let work: @Sendable () -> Void

        init(_ work: @escaping @Sendable () -> Void) {
            self.work = work
        }
    }

    private let thread: pthread_t

    /// Starts the work at once.
    package init(_ work: @escaping @Sendable () -> Void) throws(SystemError) {
        try mayFail(.clone)
        var thread = pthread_t()
        // The thread takes the errand over: it is released there, or below where there is no thread.
        let errand = unsafe Unmanaged.passRetained(Errand(work))
        let failure = unsafe pthread_create(
            &thread, nil,
            { argument in
                if let argument = unsafe argument {
                    unsafe Unmanaged<Errand>.fromOpaque(argument).takeRetainedValue().work()
                }
                return nil
            }, errand.toOpaque())
        guard failure == 0 else {
            unsafe errand.release()
            throw SystemError(failure, .clone)
        }
        self.thread = thread
    }

    /// Waits until the work is done.
    package consuming func join() {
        pthread_join(thread, nil)
        discard self
    }

    /// Nobody waits: the thread ends when its work is done.
    deinit {
        pthread_detach(thread)
    }
}
