/// Where a server listens: an address of this host and a port. No names: whom a name means may change.
///
/// ```
///  127.0.0.1:9465     [::1]:9465     0.0.0.0:9465, every interface
/// ```
package struct ListenAddress: Sendable, Hashable {
    /// 4 bytes of IPv4 or 16 of IPv6, in the order of the network.
    package let bytes: [UInt8]
    /// 0 lets the kernel choose one.
    package let port: UInt16

    /// Of bytes that are an address; `nil` where there are not 4 or 16.
    package init?(bytes: [UInt8], port: UInt16) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
        self.port = port
    }

    /// As somebody writes it; `nil` where it is none, or has no port.
    package init?(_ text: String) {
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        let host = text[..<colon]
        let digits = text[text.utf8.index(after: colon)...]
        guard digits.utf8.allSatisfy(Self.isDigit), let port = UInt16(digits) else { return nil }
        let bytes: [UInt8]?
        if host.hasPrefix("["), host.hasSuffix("]") {
            bytes = Self.sixteen(host.dropFirst().dropLast())
        } else {
            bytes = Self.four(host)
        }
        guard let bytes else { return nil }
        self.bytes = bytes
        self.port = port
    }

    /// Whether only this host can reach it.
    package var isLoopback: Bool {
        bytes.count == 4 ? bytes.first == 127 : bytes == Array(repeating: 0, count: 15) + [1]
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func four(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        // A zero before digits means octal elsewhere.
        guard parts.count == 4, parts.allSatisfy({ $0 == "0" || !$0.hasPrefix("0") }) else { return nil }
        let numbers = parts.compactMap { $0.utf8.allSatisfy(isDigit) ? UInt8($0) : nil }
        return numbers.count == 4 ? numbers : nil
    }

    /// Groups of four digits, with `::` once for as many zeros as are missing.
    private static func sixteen(_ text: Substring) -> [UInt8]? {
        guard let gap = text.firstRange(of: "::") else {
            return groups(text).flatMap { $0.count == 16 ? $0 : nil }
        }
        guard let before = groups(text[..<gap.lowerBound]), let after = groups(text[gap.upperBound...]),
            before.count + after.count <= 14
        else { return nil }
        return before + Array(repeating: 0, count: 16 - before.count - after.count) + after
    }

    private static func groups(_ text: Substring) -> [UInt8]? {
        if text.isEmpty { return [] }
        var bytes: [UInt8] = []
        for group in text.split(separator: ":", omittingEmptySubsequences: false) {
            guard (1...4).contains(group.utf8.count), !group.hasPrefix("+"), let number = UInt16(group, radix: 16)
            else {
                return nil
            }
            bytes += [UInt8(number >> 8), UInt8(number & 0xff)]
        }
        return bytes
    }
}

extension ListenAddress: CustomStringConvertible {
    package var description: String {
        if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") + ":\(port)" }
        let groups = stride(from: 0, to: 16, by: 2).map { place in
            String(UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1]), radix: 16)
        }
        return (isLoopback ? "[::1]" : "[" + groups.joined(separator: ":") + "]") + ":\(port)"
    }
}
