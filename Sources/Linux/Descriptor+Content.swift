private import CLinux

// Content of a file of our own that another one is copied into.

extension Descriptor {
    /// Writes all bytes at an offset; a short write is continued.
    package func write(_ bytes: Span<UInt8>, at offset: Int64) throws(SystemError) {
        try mayFail(.pwrite)
        var done = 0
        while done < bytes.count {
            let rest = bytes.extracting(done..<bytes.count)
            let result = unsafe rest.withUnsafeBufferPointer { buffer -> Int in
                guard let base = buffer.baseAddress else { return 0 }
                return unsafe CLinux_pwrite(number, base, buffer.count, offset + Int64(done))
            }
            if result == -Int(SystemError.interrupted) { continue }
            let written = try checked(result, .pwrite)
            // A regular file takes at least one byte or says why not; anything else would go on for ever.
            if written == 0 { throw SystemError(SystemError.inputOutput, .pwrite) }
            done += written
        }
    }

    /// Makes the file end there: what is missing is a hole.
    package func setSize(_ size: Int64) throws(SystemError) {
        try mayFail(.ftruncate)
        try check(CLinux_ftruncate(number, size), .ftruncate)
    }

    /// Shares all blocks of another file of the same file system, as it is at this moment; false where that does not
    /// work, for whatever reason. C counterpart: `ioctl(FICLONE)`.
    package func clone(_ source: borrowing Descriptor) throws(SystemError) -> Bool {
        try mayFail(.cloneFile)
        return CLinux_clone_file(number, source.number) >= 0
    }

    /// Makes everything survive a power loss that was written to the file system this lies on.
    package func synchronizeFileSystem() throws(SystemError) {
        try mayFail(.syncfs)
        try check(CLinux_syncfs(number), .syncfs)
    }

    /// Bytes that this process may still write to the file system this lies on, and files it may still make there.
    package func freeSpace() throws(SystemError) -> (bytes: UInt64, files: UInt64) {
        try mayFail(.fstatfs)
        var bytes: UInt64 = 0
        var files: UInt64 = 0
        try unsafe check(CLinux_free_space(number, &bytes, &files), .fstatfs)
        return (bytes, files)
    }
}
