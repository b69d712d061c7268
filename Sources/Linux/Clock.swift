private import CLinux

/// Readings of the kernel's clocks in nanoseconds.
package enum Clock {
    /// Since 1970; jumps when somebody sets the clock.
    package static var now: Int64 { CLinux_clock(1) }
    /// Since 1970 as file systems stamp changes: in steps of some milliseconds. A file whose change time lies before a
    /// reading of this clock was not changed since that reading.
    package static var files: Int64 { CLinux_file_clock() }
    /// Since some moment before start-up; never jumps. For durations.
    package static var steady: Int64 { CLinux_clock(0) }
}
