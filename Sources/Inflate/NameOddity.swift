/// What is odd about the name of an archive's entry: how it could lead a program that unpacks it astray.
package enum NameOddity: String, Sendable, Equatable, CaseIterable {
    /// Nothing is left of it.
    case empty
    /// Begins with a slash, a backslash, or a drive letter and a colon.
    case absolute
    /// Has a part `..`.
    case traversal
    /// Has a backslash: a separator on some systems, a letter on others.
    case backslash
    /// Has a zero byte, where some readers stop.
    case zeroByte = "zero-byte"
    /// Has another control character.
    case control
    /// Has a part `.` or an empty one: another spelling of the same path.
    case unnormalized
    /// Is not UTF-8.
    case notUTF8 = "not-utf8"

    /// All that is odd about a name, in the order above.
    package static func all(in name: [UInt8]) -> [NameOddity] {
        guard !name.isEmpty else { return [.empty] }
        var found: Set<NameOddity> = []
        if isAbsolute(name) { found.insert(.absolute) }
        var start = 0
        for index in 0...name.count {
            let byte = index < name.count ? name[index] : UInt8(ascii: "/")
            switch byte {
            case UInt8(ascii: "/"), UInt8(ascii: "\\"):
                if byte == UInt8(ascii: "\\") { found.insert(.backslash) }
                // What stands before the first slash of an absolute name is empty, and that is said already.
                if index > 0 { judge(name[start..<index], isLast: index == name.count, into: &found) }
                start = index + 1
            case 0: found.insert(.zeroByte)
            case 1..<0x20, 0x7F: found.insert(.control)
            default: break
            }
        }
        if String(validating: name, as: UTF8.self) == nil { found.insert(.notUTF8) }
        return found.isEmpty ? [] : allCases.filter(found.contains)
    }

    /// Whether a link's target, taken from the folder of the link, leads out of the archive's root.
    package static func leadsOutside(target: [UInt8], from folder: ArraySlice<UInt8>) -> Bool {
        if isAbsolute(target) { return true }
        var depth = 0
        for path in [folder, target[...]] {
            for part in path.split(separator: UInt8(ascii: "/")) where part != [UInt8(ascii: ".")] {
                if part == [UInt8(ascii: "."), UInt8(ascii: ".")] {
                    depth -= 1
                    if depth < 0 { return true }
                } else {
                    depth += 1
                }
            }
        }
        return false
    }

    private static func isAbsolute(_ name: [UInt8]) -> Bool {
        guard let first = name.first else { return false }
        if first == UInt8(ascii: "/") || first == UInt8(ascii: "\\") { return true }
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first | 0x20)
        return isLetter && name.count > 1 && name[1] == UInt8(ascii: ":")
    }

    /// One part of a path. Behind the last slash nothing may stand: that is how folders are written.
    private static func judge(_ part: ArraySlice<UInt8>, isLast: Bool, into found: inout Set<NameOddity>) {
        let dot = UInt8(ascii: ".")
        switch part.count {
        case 0 where !isLast: found.insert(.unnormalized)
        case 1 where part.first == dot: found.insert(.unnormalized)
        case 2 where part.first == dot && part.last == dot: found.insert(.traversal)
        default: break
        }
    }
}
