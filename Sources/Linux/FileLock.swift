private import CLinux

/// An advisory lock on a lock file, held until this value goes: one of our own, or the one that keeps a stopped
/// daemon from starting. Never one of a daemon's databases.
///
/// The file stays behind: removing it would let two processes lock two files of one name.
package struct FileLock: ~Copyable, Sendable {
    private let descriptor: Descriptor

    /// Why a lock was not had.
    package enum Failure: Error, Sendable {
        /// Another process holds it; its number, where the lock file tells.
        case held(by: Int?)
        case system(SystemError)
    }

    private init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    /// Takes the lock at once or fails. The file is made where it is missing. Into one of our own this process'
    /// number is written for whoever comes next; that of another program keeps what is in it.
    package static func take(path: [UInt8]) throws(Failure) -> FileLock {
        try take(try open(path), isOwn: true)
    }

    /// The same with a lock file of another program in an open folder.
    package static func take(_ name: [UInt8], in folder: borrowing Descriptor) throws(Failure) -> FileLock {
        let descriptor: Descriptor
        do throws(SystemError) {
            descriptor = try folder.findOrMakeFile((name + [0]).span)
        } catch {
            throw .system(error)
        }
        return try take(descriptor, isOwn: false)
    }

    private static func take(_ descriptor: consuming Descriptor, isOwn: Bool) throws(Failure) -> FileLock {
        // Its content is written over: never that of a file that has another name as well, or of a FIFO or device.
        guard let status = try? descriptor.status(), status.isRegularFile, status.links == 1 else {
            throw .system(SystemError(SystemError.invalid, .flock))
        }
        let result = lock(descriptor)
        if result == -SystemError.tryAgain { throw .held(by: holder(descriptor)) }
        if result < 0 { throw .system(SystemError(-result, .flock)) }
        if !isOwn { return FileLock(descriptor) }
        // The number is a courtesy to whoever finds the file locked; the lock holds without it.
        _ = CLinux_ftruncate(descriptor.number, 0)
        try? descriptor.write(Array("\(CLinux_process_number())\n".utf8))
        return FileLock(descriptor)
    }

    private static func open(_ path: [UInt8]) throws(Failure) -> Descriptor {
        do throws(SystemError) {
            return try Descriptor.open(path, [.readWrite, .create, .noFollow])
        } catch {
            throw .system(error)
        }
    }

    private static func lock(_ descriptor: borrowing Descriptor) -> Int32 {
        do throws(SystemError) {
            try mayFail(.flock)
            return CLinux_flock(descriptor.number, CLinux_LOCK_EX_NB)
        } catch {
            return -error.number
        }
    }

    private static func holder(_ descriptor: borrowing Descriptor) -> Int? {
        var buffer = ReadBuffer(capacity: 4096)
        guard let count = try? buffer.fill(from: descriptor, at: 0, length: 32) else { return nil }
        var number = 0
        for index in 0..<count {
            let byte = buffer.bytes[index]
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), number < 1 << 32 else { break }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number == 0 ? nil : number
    }
}
