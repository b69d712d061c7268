import Inventory

extension UvPath {
    private static let slash = UInt8(ascii: "/")
    private static let buckets = WordTable(Bucket.allCases.map(\.rawValue))

    /// Whether a path leads through a folder of uv's. Asked for each file of a walk; without an allocation.
    static func mayMatter(_ path: Span<UInt8>) -> Bool {
        var start = 0
        for index in 0..<path.count where path[index] == slash {
            if isBucket(path, start..<index) { return true }
            start = index + 1
        }
        return false
    }

    /// `name-v6`
    private static func isBucket(_ path: Span<UInt8>, _ name: Range<Int>) -> Bool {
        var end = name.upperBound
        while end > name.lowerBound, path[end - 1].isASCIIDigit { end -= 1 }
        guard end < name.upperBound, end - name.lowerBound > 2, path[end - 1] == UInt8(ascii: "v"),
            path[end - 2] == UInt8(ascii: "-")
        else { return false }
        return buckets.contains(path.extracting(name.lowerBound..<(end - 2)))
    }

    /// The place that a path belongs to, and its folder there; `nil` for all paths that show none.
    static func place(of path: [UInt8]) -> (place: [UInt8], folder: [UInt8])? {
        var start = 0
        for part in path.split(separator: slash, omittingEmptySubsequences: false).dropLast() {
            let place = Array(path[..<max(0, start - 1)])
            let end = start + part.count
            if let bucket = Bucket(folder: part), isTelling(UvPath(Array(path[start...])), bucket) {
                return (place, Array(path[..<end]))
            }
            start = end + 1
        }
        return nil
    }

    /// Folders of the other names are many.
    private static func isTelling(_ path: UvPath, _ bucket: Bucket) -> Bool {
        switch path {
        case .unpacked(_, let rest):
            let parts = rest.split(separator: slash)
            return parts.contains { $0.suffix(10).elementsEqual(".dist-info".utf8) }
        case .pointer, .builtWheel: return true
        case .notes: return [.wheels, .sdists, .builtWheels].contains(bucket)
        default: return false
        }
    }

    // MARK: Roles

    /// What uv takes a path of its folder for.
    static func role(of path: [UInt8]) -> PathRole {
        let parts = path.split(separator: slash, omittingEmptySubsequences: false)
        guard let first = parts.first, let bucket = Bucket(folder: first) else { return .none }
        if parts.count == 1 { return .folder }
        switch bucket {
        case .archive: return parts.count == 2 ? .folder : .below
        case .wheels, .sdists, .builtWheels, .simple: return .below
        default: return .none
        }
    }

    /// Whether uv makes such a link: from the name of a wheel or of an environment to an archive, by the path that the
    /// cache has in the build, or beneath its own folder.
    static func isLink(_ path: [UInt8], to target: [UInt8]) -> Bool {
        let first = path.split(separator: slash).first ?? []
        switch Bucket(folder: first) {
        case .wheels?, .sdists?, .builtWheels?, .environments?: return archive(of: target) != nil
        // What an environment links to lies outside of every cache, or in itself; so it is with programs and sources.
        case .archive?, .git?, .builds?, .python?, .binaries?: return isOwn(path, target)
        default: return false
        }
    }

    private static func isOwn(_ path: [UInt8], _ target: [UInt8]) -> Bool {
        guard Bucket(folder: path.split(separator: slash).first ?? []) == .archive else { return true }
        // An environment's own: its interpreter, its second library folder.
        let name = path.split(separator: slash).last ?? []
        return name.starts(with: "python".utf8) || name.elementsEqual("lib64".utf8)
    }

    /// The archive that a link leads to.
    static func archive(of target: [UInt8]) -> [UInt8]? {
        let parts = target.split(separator: slash)
        guard let id = parts.last, let folder = parts.dropLast().last, Bucket(folder: folder) == .archive else {
            return nil
        }
        return Array(id)
    }
}
