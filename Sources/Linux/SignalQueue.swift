private import CLinux

/// Signals as something to wait for among other descriptors. C counterpart: `signalfd`.
///
/// From the making of one on, these signals are blocked for the thread that made it and those that it starts: nothing
/// is interrupted by them. A program that is started by `ChildProcess` has them as usual.
package struct SignalQueue: ~Copyable, Sendable {
    private let descriptor: Descriptor

    /// Takes over signals by their numbers, from 1 to 31.
    package init(_ numbers: [Int32]) throws(SystemError) {
        try mayFail(.signalfd)
        var bits: UInt32 = 0
        for number in numbers where (1..<32).contains(number) { bits |= 1 << UInt32(number) }
        let result = CLinux_signal_descriptor(bits)
        try check(result, .signalfd)
        descriptor = Descriptor(owning: result)
    }

    /// To be waited for.
    package var entry: PollEntry { PollEntry(descriptor.number) }

    /// The next one that came, `nil` where there is none.
    package func next() -> Int32? {
        let number = CLinux_next_signal(descriptor.number)
        return number > 0 ? number : nil
    }
}
