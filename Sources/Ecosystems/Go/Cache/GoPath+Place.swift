import Inventory

extension GoPath {
    private static let slash = UInt8(ascii: "/")
    private static let at = UInt8(ascii: "@")
    private static let cacheFolders = WordTable(["download", "vcs"])
    private static let cache = Array("cache".utf8)

    /// Whether a path looks like one of Go's. Asked for each file of a walk; without an allocation.
    static func mayMatter(_ path: Span<UInt8>) -> Bool {
        var start = 0
        var before = 0..<0
        for index in 0..<path.count {
            switch path[index] {
            case slash:
                let name = path.extracting(start..<index)
                if cacheFolders.contains(name), path.extracting(before).equals(cache) { return true }
                before = start..<index
                start = index + 1
            case at where index + 2 < path.count && path[index + 1] == UInt8(ascii: "v"):
                let next = path[index + 2]
                // A folder of downloads, or of a release: `…/@v/…`, `…@v1.2.0/…`.
                if index == start ? next == slash : next.isASCIIDigit && hasDot(path, after: index + 2) { return true }
            default: break
            }
        }
        return isBuilt(path, start, before)
    }

    /// Whether digits are followed by a dot, as in each version that Go writes.
    private static func hasDot(_ path: Span<UInt8>, after start: Int) -> Bool {
        var index = start
        while index < path.count, path[index].isASCIIDigit { index += 1 }
        return index < path.count && path[index] == UInt8(ascii: ".")
    }

    /// `ab/ab0123…-a`
    private static func isBuilt(_ path: Span<UInt8>, _ start: Int, _ before: Range<Int>) -> Bool {
        guard path.count - start == 66, before.count == 2, path[path.count - 2] == UInt8(ascii: "-") else {
            return false
        }
        guard path[before.lowerBound] == path[start], path[before.lowerBound + 1] == path[start + 1] else {
            return false
        }
        for index in start..<(path.count - 2) where !NpmCachePath.isLowerHex(path[index]) { return false }
        return path[path.count - 1] == UInt8(ascii: "a") || path[path.count - 1] == UInt8(ascii: "d")
    }

    /// The place that a path belongs to; `nil` for all paths that show none. A release that was unpacked shows none:
    /// where its module's name begins cannot be told, and Go takes nothing whose download is not noted.
    static func place(of path: [UInt8]) -> [UInt8]? {
        let parts = path.split(separator: slash, omittingEmptySubsequences: false)
        if parts.count > 1 {
            let tail = Array(parts.suffix(2).joined(separator: [slash]))
            switch GoPath(tail) {
            case .action, .output: return Array(parts.dropLast(2).joined(separator: [slash]))
            default: break
            }
        }
        for (number, part) in parts.enumerated() where number > 0 && part.elementsEqual("download".utf8) {
            guard parts[number - 1].elementsEqual(cache) else { continue }
            let place = Array(parts[..<(number - 1)].joined(separator: [slash]))
            return isDownload(path, below: place) ? place : nil
        }
        return isDownload(path, below: []) ? [] : nil
    }

    private static func isDownload(_ path: [UInt8], below place: [UInt8]) -> Bool {
        switch GoPath(Array(path.dropFirst(place.isEmpty ? 0 : place.count + 1))) {
        case .archive(let release), .modFile(let release), .sum(let release), .info(let release):
            // At the top of a mount the module's own name begins: its first part is a host.
            return !place.isEmpty || path.starts(with: cache) || path.starts(with: "download/".utf8)
                || release.module.split(separator: "/")[0].contains(".")
        default: return false
        }
    }

    // MARK: Roles

    /// What Go takes a path of its folder for.
    static func role(of path: [UInt8]) -> PathRole {
        switch GoPath(path) {
        case .archive, .modFile, .sum, .info, .query, .list, .lookup, .action, .output: return .file
        case .unpacked, .notes: return .below
        case .mark, .temporary: return .below
        case .foreign: break
        }
        let parts = path.split(separator: slash, omittingEmptySubsequences: false)
        guard let first = parts.first, let last = parts.last else { return .none }
        if last.elementsEqual("@v".utf8), parts.count > 1 { return .folder }
        // What lies there would be a release.
        if case .unpacked = GoPath(path + [slash, UInt8(ascii: "x")]) { return .folder }
        let words = parts.map { String(decoding: $0, as: UTF8.self) }
        if words == ["cache"] || words == ["cache", "download"] || words == ["cache", "download", "sumdb"] {
            return .folder
        }
        if first.elementsEqual(cache) { return .maybeFolder }
        let isByte = first.count == 2 && first.allSatisfy(NpmCachePath.isLowerHex)
        if isByte { return parts.count == 1 ? .maybeFolder : .none }
        // A part of a module's name.
        return first.contains(UInt8(ascii: ".")) ? .maybeFolder : .none
    }
}
