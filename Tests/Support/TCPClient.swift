import Glibc

/// A connection to a server on this host, for tests: nothing on it waits.
package final class TCPClient {
    private let number: CInt

    /// Connects to the loopback address; `nil` where that fails at once.
    package init?(port: UInt16, isSix: Bool = false) {
        number = socket(isSix ? AF_INET6 : AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_NONBLOCK.rawValue), 0)
        guard number >= 0 else { return nil }
        let result: CInt
        if isSix {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            address.sin6_addr = in6addr_loopback
            result = Self.connect(number, &address)
        } else {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            result = Self.connect(number, &address)
        }
        guard result == 0 || errno == EINPROGRESS else {
            close(number)
            return nil
        }
    }

    private static func connect<Address>(_ number: CInt, _ address: inout Address) -> CInt {
        let size = socklen_t(MemoryLayout<Address>.size)
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe Glibc.connect(number, $0, size) }
        }
    }

    deinit {
        close(number)
    }

    /// Whether a descriptor can be read from now.
    package static func isReadable(_ number: Int32) -> Bool {
        var entry = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&entry, 1, 0) == 1
    }

    /// Whether the peer has taken the connection, after a moment.
    package func isConnected() -> Bool {
        var entry = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        let count = unsafe poll(&entry, 1, 1000)
        return count == 1 && entry.revents & Int16(POLLERR | POLLHUP) == 0
    }

    /// Sends what the kernel takes now; how many bytes that were, or less than 0.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Int {
        unsafe Glibc.send(number, bytes, bytes.count, CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT))
    }

    /// Says that nothing more comes.
    package func endSending() {
        shutdown(number, CInt(SHUT_WR))
    }

    /// What has come, at most `limit` bytes: `nil` where nothing is there yet, empty at the end, and also where the
    /// peer cut the connection off.
    package func receive(limit: Int = 65_536) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = unsafe recv(number, &bytes, limit, CInt(MSG_DONTWAIT))
        if count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) { return nil }
        return Array(bytes.prefix(max(0, count)))
    }
}
