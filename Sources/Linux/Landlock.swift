private import CLinux

/// Restricts this process to reading some folders and writing some others, for good. C counterpart: `landlock(7)`.
///
/// It holds for the calling thread and every thread made from it afterwards, so it must be called before the first
/// other thread exists. What is already open stays usable.
package enum Landlock {
    /// Access rights, by the kernel's numbers.
    private enum Right {
        static let execute: UInt64 = 1 << 0
        static let writeFile: UInt64 = 1 << 1
        static let readFile: UInt64 = 1 << 2
        static let readDirectory: UInt64 = 1 << 3
        static let version1: UInt64 = (1 << 13) - 1
        static let refer: UInt64 = 1 << 13
        static let truncate: UInt64 = 1 << 14
        static let ioctlDevice: UInt64 = 1 << 15
        static let bindAndConnectTCP: UInt64 = 3
        static let scopes: UInt64 = 3
    }

    /// What the kernel offers: 0 where Landlock is missing or switched off.
    package static var version: Int { Int(max(0, CLinux_landlock_abi())) }

    /// From now on this process reads only below `reading`, writes only below `writing`, runs no program and, where
    /// the kernel can say so, opens no TCP connection and signals no other process. Returns the version in force, 0
    /// where the kernel has no Landlock.
    ///
    /// `reading: nil` leaves reading alone, for a process that is in a `Jail`, and truncating with it (what can be
    /// reached there is read-only or may be written): for either right the kernel asks Landlock about each folder
    /// above each file that is opened, which is a tenth of the time it takes to hash a small file.
    ///
    /// `folders` are numbers of open folders in which it may write as well, for those that no path leads to.
    package static func restrict(
        reading: [[UInt8]]?, writing: [[UInt8]], folders: [Int32] = []
    ) throws(SystemError) -> Int {
        let version = self.version
        guard version > 0 else { return 0 }
        var handled = Right.version1
        if version >= 2 { handled |= Right.refer }
        if version >= 3 { handled |= Right.truncate }
        if version >= 5 { handled |= Right.ioctlDevice }
        let read = reading == nil ? 0 : Right.readFile | Right.readDirectory
        if reading == nil { handled &= ~(Right.readFile | Right.readDirectory | Right.truncate) }
        var rules = CLinux_landlock_ruleset()
        rules.handled_access_fs = handled
        rules.handled_access_net = version >= 4 ? Right.bindAndConnectTCP : 0
        rules.scoped = version >= 6 ? Right.scopes : 0
        let size = version >= 6 ? 24 : version >= 4 ? 16 : 8
        try mayFail(.landlockCreate)
        let created = unsafe CLinux_landlock_create(&rules, size)
        try check(created, .landlockCreate)
        let ruleset = Descriptor(owning: created)
        for path in reading ?? [] { try allow(path, read, of: handled, ruleset) }
        let write = handled & ~(Right.execute | Right.ioctlDevice)
        for path in writing { try allow(path, write, of: handled, ruleset) }
        for folder in folders { try add(folder, write, ruleset) }
        try renounceNewPrivileges()
        try mayFail(.landlockRestrict)
        try check(CLinux_landlock_restrict(ruleset.number), .landlockRestrict)
        return version
    }

    private static func allow(
        _ path: [UInt8], _ access: UInt64, of handled: UInt64, _ ruleset: borrowing Descriptor
    ) throws(SystemError) {
        let isOwn = ProcessPath(path) == nil
        let place = try isOwn ? Descriptor.open(path, .path) : Descriptor.openPath(withoutLinks: path)
        // A single file takes only the rights that mean something for files.
        let fileRights = handled & (Right.writeFile | Right.readFile | Right.truncate)
        if access == 0 { return }
        let rights = try place.status().isDirectory ? access : access & fileRights
        try add(place.number, rights, ruleset)
    }

    private static func add(
        _ place: Int32, _ rights: UInt64, _ ruleset: borrowing Descriptor
    ) throws(SystemError) {
        try mayFail(.landlockAdd)
        try check(CLinux_landlock_add_path(ruleset.number, place, rights), .landlockAdd)
    }
}
