import Inventory
import Linux

/// What is mounted below an audited directory. A confined view shows what lies under such a mount and not the mount, so
/// the walk cannot know of it, and what programs of the host see there would be left out in silence.
///
/// ```
///  36 35 98:0 /mnt1 /mnt2/a\040name rw,noatime master:1 - ext4 /dev/root rw     a line of /proc/self/mountinfo
///                   ^ fifth word; space, tab, newline and backslash stand as three octal digits
/// ```
enum MountsBelow {
    private static let table = Array("/proc/self/mountinfo".utf8)
    private static let tableLimit = 64 << 20

    /// One trouble for each mount below a target with a confined view; elsewhere the walk comes upon them itself.
    static func troubles(in targets: [AuditTarget]) -> [Trouble] {
        if !targets.contains(where: \.isConfined) { return [] }
        do throws(SystemError) {
            let places = places(in: try OwnFile.read(table, limit: tableLimit))
            return troubles(of: targets.map { $0.isConfined ? $0.cache.path : nil }, places)
        } catch {
            let detail = "what is mounted below the audited directories is unknown: \(error)"
            return [Trouble(cache: -1, path: ByteString(table), reason: .unreadable, detail: detail)]
        }
    }

    /// `paths` are those of the caches in their order; each mount point looks for the caches above it, since there may
    /// be thousands of both.
    static func troubles(of paths: [ByteString?], _ places: Set<ByteString>) -> [Trouble] {
        var caches: [ByteString: [Int32]] = [:]
        for (index, path) in paths.enumerated() {
            if let path { caches[path, default: []].append(Int32(index)) }
        }
        var below: [Int32: [Trouble]] = [:]
        for place in places.sorted() {
            for folder in place.above {
                let start = folder.appending("").bytes.count
                for cache in caches[folder] ?? [] {
                    below[cache, default: []].append(
                        Trouble(
                            cache: cache, path: ByteString(Array(place.bytes[start...])), reason: .mountPoint,
                            detail: "another file system is mounted here; the audit sees only what lies under it",
                            isSubtree: true))
                }
            }
        }
        return below.keys.sorted().flatMap { below[$0] ?? [] }
    }

    /// The mount points of a mount table, each once.
    static func places(in table: [UInt8]) -> Set<ByteString> {
        var places: Set<ByteString> = []
        for line in table.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
            if words.count == 6 { places.insert(ByteString(unescaped(words[4]))) }
        }
        return places
    }

    private static func unescaped(_ word: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var rest = word
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3).map { Int($0) - Int(UInt8(ascii: "0")) }
            guard byte == UInt8(ascii: "\\"), digits.count == 3, digits.allSatisfy({ (0...7).contains($0) }) else {
                result.append(byte)
                continue
            }
            result.append(UInt8(truncatingIfNeeded: digits[0] * 64 + digits[1] * 8 + digits[2]))
            rest.removeFirst(3)
        }
        return result
    }
}
