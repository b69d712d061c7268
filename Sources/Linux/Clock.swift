private import CLinux

/// Readings of the kernel's clocks in nanoseconds.
package enum Clock {
    /// Since 1970; jumps when somebody sets the clock.
    package static var now: Int64 { CLinux_clock(1) }
    /// Since some moment before start-up; never jumps. For durations.
    package static var steady: Int64 { CLinux_clock(0) }
}
