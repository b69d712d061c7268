private import CLinux

/// Files of our own that are written whole or not at all.
package enum OwnFile {
    /// Writes `bytes` beside `path` and renames it into place, so that no reader sees half of it and a crash leaves
    /// the old file. A device, a pipe or a link (`/dev/null`, `/dev/stdout`) is written to and stays what it is, or,
    /// with `isOnlyFile`, is replaced as well: a pipe that somebody puts there holds up nobody then.
    package static func replace(
        _ path: [UInt8], with bytes: [UInt8], mode: UInt32 = 0o644, isOnlyFile: Bool = false
    ) throws(SystemError) {
        if !isOnlyFile, let status = try? Descriptor.open(path, [.path, .noFollow]).status(), !status.isRegularFile {
            return try Descriptor.open(path, [.writeOnly, .truncate]).write(bytes)
        }
        let draft = try FileDraft(for: path, mode: mode)
        do throws(SystemError) {
            try draft.file.write(bytes)
            try draft.publish(replaces: true)
        } catch {
            draft.discard()
            throw error
        }
    }

    /// Throws why this process may not write to a file or into a folder, without opening it.
    package static func requireWritable(_ path: [UInt8]) throws(SystemError) {
        try mayFail(.faccessat)
        try unsafe withTerminated(path, .faccessat) { (path) throws(SystemError) in
            try unsafe check(CLinux_may_write(path), .faccessat)
        }
    }

    /// Creates a file that must not exist yet.
    package static func create(_ path: [UInt8], with bytes: [UInt8], mode: UInt32) throws(SystemError) {
        let file = try Descriptor.open(path, [.writeOnly, .create, .exclusive, .noFollow], mode: mode)
        try file.write(bytes)
        try file.synchronize()
    }

    /// Reads a whole file of at most `limit` bytes; more is `EFBIG`. A pipe is waited for, but with `isOnlyFile`, where
    /// anything but a file is refused.
    package static func read(
        _ path: [UInt8], limit: Int, isOnlyFile: Bool = false
    ) throws(SystemError) -> [UInt8] {
        let file = try Descriptor.open(path, isOnlyFile ? [.readOnly, .nonBlocking] : .readOnly)
        if isOnlyFile, try !file.status().isRegularFile { throw SystemError(SystemError.invalid, .openat) }
        var buffer = ReadBuffer(capacity: 64 * 1024)
        var result: [UInt8] = []
        while true {
            let count = try buffer.readNext(from: file)
            if count == 0 { return result }
            if result.count + count > limit { throw SystemError(SystemError.tooLarge, .read) }
            result.append(copying: buffer.bytes.extracting(0..<count))
        }
    }

    /// Gives a file a second name, which must be free.
    package static func link(_ old: [UInt8], to new: [UInt8]) throws(SystemError) {
        try mayFail(.linkat)
        try unsafe withTerminated(old, .linkat) { (old) throws(SystemError) in
            try unsafe withTerminated(new, .linkat) { (new) throws(SystemError) in
                try unsafe check(CLinux_linkat(CLinux_AT_FDCWD, old, CLinux_AT_FDCWD, new), .linkat)
            }
        }
    }

    package static func rename(_ old: [UInt8], to new: [UInt8]) throws(SystemError) {
        try mayFail(.renameat)
        try unsafe withTerminated(old, .renameat) { (old) throws(SystemError) in
            try unsafe withTerminated(new, .renameat) { (new) throws(SystemError) in
                try unsafe check(CLinux_renameat(CLinux_AT_FDCWD, old, CLinux_AT_FDCWD, new), .renameat)
            }
        }
    }

    package static func remove(_ path: [UInt8]) throws(SystemError) {
        try mayFail(.unlinkat)
        try unsafe withTerminated(path, .unlinkat) { (path) throws(SystemError) in
            try unsafe check(CLinux_unlinkat(CLinux_AT_FDCWD, path, 0), .unlinkat)
        }
    }

    package static func makeDirectory(_ path: [UInt8], mode: UInt32 = 0o700) throws(SystemError) {
        try mayFail(.mkdirat)
        try unsafe withTerminated(path, .mkdirat) { (path) throws(SystemError) in
            try unsafe check(CLinux_mkdirat(CLinux_AT_FDCWD, path, mode), .mkdirat)
        }
    }
}
