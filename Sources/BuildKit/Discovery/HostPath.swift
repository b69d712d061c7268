package import Inventory

// Paths as bytes: components, joining, cutting. Nothing here looks at a disk.

extension ByteString {
    /// The names between the slashes, without `.` and empty ones.
    var components: [ByteString] {
        bytes.split(separator: UInt8(ascii: "/")).map { ByteString(Array($0)) }.filter { $0 != "." }
    }

    /// The same path without `.`, doubled slashes and one at the end.
    var plain: ByteString {
        let names = components.reduce(into: ByteString([])) { $0 = $0.isEmpty ? $1 : $0.appending($1) }
        return isAbsolute ? ByteString("/").appending(names) : names
    }

    /// Whether it begins at the root.
    var isAbsolute: Bool { bytes.first == UInt8(ascii: "/") }

    /// The last name; empty for the root.
    package var lastComponent: ByteString { components.last ?? "" }

    /// As a text for messages: what is no UTF-8 becomes a replacement character.
    var display: String { String(decoding: bytes, as: UTF8.self) }

    /// The bytes with a zero behind them, as the calls of `Descriptor` want a name.
    var terminated: [UInt8] { bytes + [0] }

    /// Whether the bytes begin with these.
    func hasPrefix(_ prefix: ByteString) -> Bool { bytes.starts(with: prefix.bytes) }

    /// Whether the bytes end with these.
    func hasSuffix(_ suffix: ByteString) -> Bool { bytes.suffix(suffix.bytes.count).elementsEqual(suffix.bytes) }

    /// What follows a prefix; `nil` where it is not there.
    func dropping(prefix: ByteString) -> ByteString? {
        hasPrefix(prefix) ? ByteString(Array(bytes.dropFirst(prefix.bytes.count))) : nil
    }

    /// The rest of this path below a folder: empty for the folder itself, `nil` for anything outside.
    package func below(_ folder: ByteString) -> ByteString? {
        if folder.bytes == [UInt8(ascii: "/")] { return dropping(prefix: folder) }
        guard let rest = dropping(prefix: folder) else { return nil }
        if rest.isEmpty { return rest }
        return rest.isAbsolute ? ByteString(Array(rest.bytes.dropFirst())) : nil
    }
}
