/// A lockfile as the manifest keeps it.
package struct KeptLockfile: Sendable, Hashable {
    package var lockfile: Lockfile
    package var pins: Int
    /// Pins that prove nothing, by why.
    package var unusable: [Pin.Unusable: Int]
    /// When it was registered, and when its content was last seen to be another; nanoseconds since 1970.
    package var registered: Int64
    package var changed: Int64

    package init(
        lockfile: Lockfile, pins: Int, unusable: [Pin.Unusable: Int] = [:], registered: Int64, changed: Int64
    ) {
        self.lockfile = lockfile
        self.pins = pins
        self.unusable = unusable
        self.registered = registered
        self.changed = changed
    }
}
