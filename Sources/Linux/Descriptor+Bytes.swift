private import CLinux

extension Descriptor {
    /// Reads `count` bytes at `offset` into an array of their own.
    ///
    /// Fewer come back where the file ends before, also where it was larger when the caller looked.
    package func bytes(at offset: Int64, count: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(count, 0))
        bytes.removeLast(bytes.count - (try read(into: &bytes, at: 0, count: bytes.count, from: offset)))
        return bytes
    }

    /// Reads up to `count` bytes at `offset` of the file into an array, from `index` on; says how many there were.
    ///
    /// Never writes beyond the array's end: what does not fit is not read.
    package func read(
        into bytes: inout [UInt8], at index: Int, count: Int, from offset: Int64
    ) throws(SystemError) -> Int {
        guard index >= 0, index < bytes.count else { return 0 }
        let wanted = min(count, bytes.count - index)
        return try unsafe bytes.withUnsafeMutableBufferPointer { (buffer) throws(SystemError) -> Int in
            guard let base = buffer.baseAddress else { return 0 }
            var filled = 0
            while filled < wanted {
                // `index + filled` is below the buffer's count, and no more is asked for than it holds.
                let arrived = unsafe try readOnce(
                    into: base + index + filled, wanted - filled, from: offset + Int64(filled))
                if arrived == 0 { break }
                filled += arrived
            }
            return filled
        }
    }

    private func readOnce(
        into memory: UnsafeMutablePointer<UInt8>, _ count: Int, from offset: Int64
    ) throws(SystemError) -> Int {
        try mayFail(.preadv2)
        while true {
            let result = unsafe CLinux_pread(number, memory, count, offset, 0)
            if result == -Int(SystemError.interrupted) { continue }
            return min(try checked(result, .preadv2), count)
        }
    }
}

/// Memory for many bytes that is not touched before it is used: what stays unused costs no physical page.
package enum LazyBytes {
    /// Bytes of any value, to be overwritten before they are looked at.
    package static func make(count: Int) -> [UInt8] {
        // Every bit pattern is a byte, so there is nothing to initialise for the type's sake.
        unsafe [UInt8](unsafeUninitializedCapacity: max(count, 0)) { $1 = $0.count }
    }
}
