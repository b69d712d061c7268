private import CLinux

/// Tells which of many descriptors are ready. C counterpart: `epoll`.
///
/// Whoever waits for something else as well waits for the queue's own descriptor: it is readable while anything in the
/// queue is ready.
package struct ReadyQueue: ~Copyable, Sendable {
    /// To wait for; not to be read.
    package let descriptor: Descriptor

    package init() throws(SystemError) {
        try mayFail(.epollCreate)
        let result = CLinux_ready_queue()
        try check(result, .epollCreate)
        descriptor = Descriptor(owning: result)
    }

    /// Marks of what is ready now, some dozens at most; what is left comes with the next call.
    package func ready() throws(SystemError) -> [UInt64] {
        try mayFail(.epollWait)
        var marks = [UInt64](repeating: 0, count: Int(CLINUX_READY_MAX))
        var result: Int32 = 0
        unsafe marks.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            result = unsafe CLinux_ready_next(descriptor.number, base, buffer.count)
        }
        try check(result, .epollWait)
        return Array(marks.prefix(Int(result)))
    }

    /// What is to be told of a descriptor: reading is 1, writing 2.
    func set(
        _ other: borrowing Descriptor, wanted: Int32, mark: UInt64, isNew: Bool
    ) throws(SystemError) {
        try mayFail(.epollControl)
        try check(CLinux_ready_set(descriptor.number, other.number, wanted, mark, isNew ? 1 : 0), .epollControl)
    }
}
