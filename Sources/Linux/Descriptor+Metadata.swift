private import CLinux

// Metadata of what is open here, also as a mere path: never of what has taken its name since.

extension Descriptor {
    /// Gives it to a user and group. The kernel takes setuid bits and file capabilities away.
    package func setOwner(_ owner: UInt32, group: UInt32) throws(SystemError) {
        try mayFail(.fchownat)
        try check(CLinux_chown_open(number, owner, group), .fchownat)
    }

    /// Sets the permission bits. A symbolic link has none.
    package func setMode(_ mode: UInt32) throws(SystemError) {
        try mayFail(.fchmodat)
        try check(CLinux_chmod_open(number, mode & 0o7777), .fchmodat)
    }

    /// Sets modification and access time, nanoseconds since 1970. The kernel sets the change time to now.
    package func setModified(_ nanoseconds: Int64) throws(SystemError) {
        try mayFail(.utimensat)
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let seconds = remainder < 0 ? quotient - 1 : quotient
        let rest = remainder < 0 ? remainder + 1_000_000_000 : remainder
        try check(CLinux_utimens_open(number, seconds, rest), .utimensat)
    }

    /// The kernel's own limit of a list of names and of one value: 64 KiB.
    private static var attributeMax: Int { 65_536 }

    /// Names of the extended attributes, in the kernel's order. A file system without any has none.
    package func attributeNames() throws(SystemError) -> [[UInt8]] {
        try mayFail(.listxattr)
        var names = [UInt8](repeating: 0, count: Self.attributeMax)
        let result = unsafe names.withUnsafeMutableBufferPointer { buffer in
            unsafe CLinux_listxattr_open(number, buffer.baseAddress, buffer.count)
        }
        if result == -Int(SystemError.notSupported) { return [] }
        let count = min(try checked(result, .listxattr), Self.attributeMax)
        return names[..<count].split(separator: 0).map { Array($0) }
    }

    /// The value of an extended attribute.
    package func attribute(_ name: [UInt8]) throws(SystemError) -> [UInt8] {
        try mayFail(.getxattr)
        var value = [UInt8](repeating: 0, count: Self.attributeMax)
        let result = try unsafe withTerminated(name, .getxattr) { (name) throws(SystemError) -> Int in
            unsafe value.withUnsafeMutableBufferPointer { buffer in
                unsafe CLinux_getxattr_open(number, name, buffer.baseAddress, buffer.count)
            }
        }
        value.removeLast(Self.attributeMax - min(try checked(result, .getxattr), Self.attributeMax))
        return value
    }

    /// Sets an extended attribute, or replaces it.
    package func setAttribute(_ name: [UInt8], to value: [UInt8]) throws(SystemError) {
        try mayFail(.setxattr)
        try unsafe withTerminated(name, .setxattr) { (name) throws(SystemError) in
            let result = unsafe value.withUnsafeBufferPointer { buffer in
                unsafe CLinux_setxattr_open(number, name, buffer.baseAddress, buffer.count)
            }
            try check(result, .setxattr)
        }
    }
}
