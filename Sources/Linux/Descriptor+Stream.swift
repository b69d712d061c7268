private import CLinux

// Bytes to and from a connected socket, without waiting.

extension Descriptor {
    /// Appends what has come in, at most `limit` bytes: how many; 0 at the end, `nil` where nothing is there yet.
    func receive(into bytes: inout [UInt8], limit: Int) throws(SystemError) -> Int? {
        try mayFail(.recv)
        var result = 0
        let number = self.number
        let count = max(1, limit)
        bytes.append(addingCapacity: count) { output in
            unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
                guard let base = buffer.baseAddress, initialized <= buffer.count else { return }
                let room = min(count, buffer.count - initialized)
                result = unsafe CLinux_receive(number, base + initialized, room)
                // The kernel wrote that many bytes behind those that were there.
                if result > 0 { initialized += min(result, room) }
            }
        }
        if Self.isLater(result) { return nil }
        return try checked(result, .recv)
    }

    /// Sends what the peer takes now of the bytes from `start` on: how many; 0 where it takes none yet.
    func send(_ bytes: [UInt8], from start: Int) throws(SystemError) -> Int {
        try mayFail(.send)
        var result = 0
        unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress, start >= 0, start < buffer.count else { return }
            result = unsafe CLinux_send(number, base + start, buffer.count - start)
        }
        if Self.isLater(result) { return 0 }
        return try checked(result, .send)
    }

    private static func isLater(_ result: Int) -> Bool {
        result == -Int(SystemError.tryAgain) || result == -Int(SystemError.interrupted)
    }
}
