package import Inventory

/// The mounts that one process sees: `/proc/<pid>/mountinfo`.
///
/// ```
///   36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
///         ^    ^     ^                (optional)  ^    ^         ^ options of the file system
///         |    |     mount point                  |    source
///         |    root: what of the file system is mounted there
///         device
/// ```
///
/// Blanks, tabs, newlines and backslashes in paths stand as `\040` and the like.
package struct MountTable: Sendable {
    /// One mount.
    package struct Entry: Sendable, Hashable {
        /// Major number << 32 | minor number.
        package var device: UInt64
        package var root: ByteString
        package var mountPoint: ByteString
        package var type: ByteString
        package var source: ByteString
        package var options: ByteString

        /// The value of an option of the file system.
        package func option(_ name: ByteString) -> ByteString? {
            for part in options.bytes.split(separator: UInt8(ascii: ",")) {
                if let value = ByteString(Array(part)).dropping(prefix: name.joined("=")) { return value }
            }
            return nil
        }
    }

    /// Bytes of one table.
    package static let sizeLimit = 64 << 20
    /// Mounts of one table.
    package static let entryLimit = 200_000

    package var entries: [Entry] = []

    /// Reads a table; lines that are none are left out. `isWanted` sees each line before it is taken apart.
    package init(_ bytes: [UInt8], isWanted: (ArraySlice<UInt8>) -> Bool = { _ in true }) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard entries.count < Self.entryLimit else { return }
            if isWanted(line), let entry = Self.entry(line) { entries.append(entry) }
        }
    }

    private static func entry(_ line: ArraySlice<UInt8>) -> Entry? {
        let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard fields.count >= 10, let dash = fields[6...].firstIndex(where: { $0.elementsEqual("-".utf8) }),
            dash + 3 < fields.count, let device = device(fields[2])
        else { return nil }
        return Entry(
            device: device, root: plain(fields[3]), mountPoint: plain(fields[4]), type: plain(fields[dash + 1]),
            source: plain(fields[dash + 2]), options: plain(fields[dash + 3]))
    }

    private static func device(_ field: ArraySlice<UInt8>) -> UInt64? {
        let parts = field.split(separator: UInt8(ascii: ":")).map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 2, let major = UInt32(parts[0]), let minor = UInt32(parts[1]) else { return nil }
        return UInt64(major) << 32 | UInt64(minor)
    }

    /// Undoes the octal escapes.
    private static func plain(_ field: ArraySlice<UInt8>) -> ByteString {
        guard field.contains(UInt8(ascii: "\\")) else { return ByteString(Array(field)) }
        var result: [UInt8] = []
        var at = field.startIndex
        while at < field.endIndex {
            let isEscape = field[at] == UInt8(ascii: "\\") && field.endIndex - at >= 4
            let digits = isEscape ? field[(at + 1)..<(at + 4)].map { $0 &- UInt8(ascii: "0") } : []
            if isEscape, digits.allSatisfy({ $0 < 8 }), digits[0] < 4 {
                result.append(digits[0] << 6 | digits[1] << 3 | digits[2])
                at += 4
            } else {
                result.append(field[at])
                at += 1
            }
        }
        return ByteString(result)
    }

    /// The mount that a path lies on: the longest mount point above it, the last of several.
    package func mount(of path: ByteString) -> Entry? {
        var best: Entry?
        for entry in entries where path.below(entry.mountPoint) != nil {
            if entry.mountPoint.bytes.count >= best?.mountPoint.bytes.count ?? 0 { best = entry }
        }
        return best
    }

    /// Where this table's processes see what another table has at a path; `nil` where they do not.
    package func place(of path: ByteString, in other: MountTable) -> ByteString? {
        guard let mount = other.mount(of: path), let rest = path.below(mount.mountPoint) else { return nil }
        let inside = rest.isEmpty ? mount.root : mount.root.appending(rest)
        var best: (entry: Entry, rest: ByteString)?
        for entry in entries where entry.device == mount.device {
            guard let rest = inside.below(entry.root) else { continue }
            if entry.root.bytes.count >= best?.entry.root.bytes.count ?? 0 { best = (entry, rest) }
        }
        guard let best else { return nil }
        return best.rest.isEmpty ? best.entry.mountPoint : best.entry.mountPoint.appending(best.rest)
    }
}
