private import CLinux

/// One message to a local socket, sent without waiting: how a service speaks to its manager (`sd_notify(3)`).
package enum Datagram {
    /// Sends it. A path that begins with `@` is an abstract name.
    package static func send(_ bytes: [UInt8], to path: [UInt8]) throws(SystemError) {
        try mayFail(.sendto)
        var result: Int32 = 0
        unsafe path.withUnsafeBufferPointer { path in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                guard let name = path.baseAddress, let message = bytes.baseAddress else {
                    return result = -SystemError.invalid
                }
                result = unsafe CLinux_send_datagram(name, path.count, message, bytes.count)
            }
        }
        try check(result, .sendto)
    }
}
