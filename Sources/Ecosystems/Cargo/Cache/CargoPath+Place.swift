import Inventory

extension CargoPath {
    private static let slash = UInt8(ascii: "/")
    private static let hashLength = 16
    /// Files that stand in the folder of Cargo itself: where that is mounted, no folder's name tells of them.
    private static let settingsFiles = ["config.toml", "credentials.toml"].map { Array($0.utf8) }

    /// Whether a path leads into a folder that is called like that of a registry or a repository, in a folder that
    /// holds such. Asked for each file of a walk; without an allocation.
    static func mayMatter(_ path: Span<UInt8>) -> Bool {
        var start = 0
        var before = 0..<0
        for index in 0..<path.count where path[index] == slash {
            if index - start > hashLength, isHashed(path, start..<index),
                start == 0 || isSection(path.extracting(before))
            {
                return start > 0 || mayBeBare(path.extracting((index + 1)..<path.count))
            }
            before = start..<index
            start = index + 1
        }
        return start == 0 && settingsFiles.contains { path.equals($0) }
    }

    private static func isHashed(_ path: Span<UInt8>, _ name: Range<Int>) -> Bool {
        let hash = name.upperBound - hashLength
        guard path[hash - 1] == UInt8(ascii: "-") else { return false }
        for index in hash..<name.upperBound where !NpmCachePath.isLowerHex(path[index]) { return false }
        return true
    }

    private static let sections = WordTable(["cache", "src", "index", "db", "checkouts"])

    private static func isSection(_ name: Span<UInt8>) -> Bool { sections.contains(name) }

    /// At the top of a mount any folder may have such a name: what lies in it tells.
    private static func mayBeBare(_ rest: Span<UInt8>) -> Bool {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rest.count)
        for index in 0..<rest.count { bytes.append(rest[index]) }
        let sample = [UInt8](repeating: UInt8(ascii: "0"), count: hashLength)
        return CargoPath([UInt8(ascii: "-")] + sample + [slash] + bytes) != .foreign
    }

    /// The place that a path belongs to, and the folder of its registry or repository; `nil` for all other paths.
    static func place(of path: [UInt8]) -> (place: [UInt8], folder: [UInt8])? {
        let parts = path.split(separator: slash, omittingEmptySubsequences: false)
        var end = 0
        for (number, part) in parts.enumerated().dropLast() {
            end += part.count + (number == 0 ? 0 : 1)
            guard CargoRegistry.isFolder(part) else { continue }
            let above = Array(parts[..<number])
            guard let place = place(above), isKnown(path, below: place) else { continue }
            return (place, Array(path[..<end]))
        }
        return nil
    }

    /// The place above a registry's folder, told from the folders that it lies in.
    private static func place(_ above: [ArraySlice<UInt8>]) -> [UInt8]? {
        guard let section = above.last else { return [] }
        let upper: String
        switch String(decoding: section, as: UTF8.self) {
        case "cache", "src", "index": upper = "registry"
        case "db", "checkouts": upper = "git"
        default: return nil
        }
        let rest = above.dropLast()
        let isWhole = rest.last?.elementsEqual(upper.utf8) ?? false
        return Array((isWhole ? rest.dropLast() : rest).joined(separator: [slash]))
    }

    private static func isKnown(_ path: [UInt8], below place: [UInt8]) -> Bool {
        switch CargoPath(Array(path.dropFirst(place.isEmpty ? 0 : place.count + 1))) {
        case .crate, .unpacked, .index, .indexSettings, .repository, .checkout: true
        default: false
        }
    }

    // MARK: Roles

    /// What Cargo takes a path of its folder for.
    static func role(of path: [UInt8]) -> PathRole {
        let parts = path.split(separator: slash, omittingEmptySubsequences: false)
        switch CargoPath(path) {
        case .crate, .index, .indexSettings: return .file
        case .unpacked, .checkout, .repository: return .below
        case .settings, .credentials: return .file
        case .program, .mark: return .below
        case .foreign: break
        }
        guard let first = parts.first else { return .none }
        switch String(decoding: first, as: UTF8.self) {
        case "registry", "git":
            return parts.count == 1 ? .maybeFolder : parts.count < 5 ? .folder : .below
        case "cache", "src", "index", "db", "checkouts":
            return parts.count == 1 ? .maybeFolder : parts.count < 4 ? .folder : .below
        default:
            return CargoRegistry.isFolder(first) && parts.count == 1 ? .maybeFolder : .none
        }
    }
}
