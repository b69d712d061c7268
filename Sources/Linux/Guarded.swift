#if THREAD_SANITIZER
    private import Glibc

    /// A value that one thread at a time may touch, behind a lock that the thread sanitizer knows. The standard
    /// library's `Mutex` goes straight to the kernel's futex: the sanitizer does not see it, reports every guarded
    /// value as a race, and a real one would drown.
    @safe package final class Guarded<Value>: @unchecked Sendable {
        private let mutex: UnsafeMutablePointer<pthread_mutex_t>
        private var value: Value

        package init(_ value: Value) {
            self.value = value
            unsafe mutex = .allocate(capacity: 1)
            unsafe mutex.initialize(to: pthread_mutex_t())
            let result = unsafe pthread_mutex_init(mutex, nil)
            precondition(result == 0, "a mutex with default attributes can always be made")
        }

        deinit {
            unsafe pthread_mutex_destroy(mutex)
            unsafe mutex.deallocate()
        }

        package func withLock<Result, Failure: Error>(
            _ body: (inout Value) throws(Failure) -> Result
        ) throws(Failure) -> Result {
            unsafe pthread_mutex_lock(mutex)
            defer { unsafe pthread_mutex_unlock(mutex) }
            return try body(&value)
        }
    }
#else
    package import Synchronization

    /// A value that one thread at a time may touch.
    package typealias Guarded<Value> = Mutex<Value>
#endif
