private import CLinux

extension Descriptor {
    /// Reads `count` bytes at `offset` into an array of their own, for files that are needed as a whole.
    ///
    /// Fewer come back where the file ends before, also where it was larger when the caller looked. The memory is
    /// asked for at once: the caller has a limit.
    package func bytes(at offset: Int64, count: Int) throws(SystemError) -> [UInt8] {
        guard count > 0 else { return [] }
        var failure: SystemError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                do throws(SystemError) {
                    // `filled` bytes of the buffer are initialised by the kernel, the rest is still raw.
                    guard let rest = unsafe buffer.baseAddress?.advanced(by: filled) else { return }
                    let arrived = unsafe try readOnce(into: rest, count - filled, at: offset + Int64(filled))
                    if arrived == 0 { return }
                    filled += min(arrived, count - filled)
                } catch {
                    failure = error
                    return
                }
            }
        }
        if let failure { throw failure }
        return bytes
    }

    private func readOnce(
        into memory: UnsafeMutablePointer<UInt8>, _ count: Int, at offset: Int64
    ) throws(SystemError) -> Int {
        try mayFail(.preadv2)
        while true {
            let result = unsafe CLinux_pread(number, memory, count, offset, 0)
            if result == -Int(SystemError.interrupted) { continue }
            return try checked(result, .preadv2)
        }
    }
}
