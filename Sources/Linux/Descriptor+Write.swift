private import CLinux

extension Descriptor {
    /// Writes all bytes; a short write is continued.
    package func write(_ bytes: [UInt8]) throws(SystemError) {
        try mayFail(.write)
        var done = 0
        while done < bytes.count {
            let result = Self.writeOnce(bytes, from: done, to: number)
            if result == -Int(SystemError.interrupted) { continue }
            done += try checked(result, .write)
        }
    }

    /// Makes what was written survive a power loss.
    package func synchronize() throws(SystemError) {
        try mayFail(.fsync)
        try check(CLinux_fsync(number), .fsync)
    }

    /// One call: how many bytes it took, or the error below zero.
    static func writeOnce(_ bytes: [UInt8], from start: Int, to number: Int32) -> Int {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress, start < buffer.count else { return 0 }
            return unsafe CLinux_write(number, base + start, buffer.count - start)
        }
    }
}
