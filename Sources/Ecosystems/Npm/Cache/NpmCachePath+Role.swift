extension NpmCachePath {
    /// What npm takes a path of its cache for.
    static func role(of path: [UInt8]) -> PathRole {
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard let first = parts.first else { return .none }
        let isInStore = first.elementsEqual(store)
        if isInStore, parts.count == 1 { return .folder }
        return inStore(role: isInStore ? parts.dropFirst() : parts[...]) ?? (isInStore ? .below : besideStore(parts))
    }

    /// Of a path relative to the store; `nil` for what does not belong there.
    private static func inStore(role parts: ArraySlice<ArraySlice<UInt8>>) -> PathRole? {
        guard let first = parts.first else { return nil }
        if first.elementsEqual("content-v2".utf8) {
            guard parts.dropFirst().prefix(1).allSatisfy({ algorithm($0) != nil }) else { return .below }
            return stored(parts.dropFirst(2))
        }
        if first.elementsEqual("index-v5".utf8) { return stored(parts.dropFirst()) }
        if first.elementsEqual("tmp".utf8) { return parts.count == 1 ? .folder : .below }
        return nil
    }

    /// `ab/cd/ef…`, or the beginning of it.
    private static func stored(_ parts: ArraySlice<ArraySlice<UInt8>>) -> PathRole {
        guard parts.allSatisfy({ $0.allSatisfy(isLowerHex) }), parts.prefix(2).allSatisfy({ $0.count == 2 }) else {
            return .below
        }
        return parts.count < 3 ? .folder : parts.count == 3 ? .file : .below
    }

    private static func besideStore(_ parts: [ArraySlice<UInt8>]) -> PathRole {
        // Node looks for packages in each folder of this name above the one that a program lies in.
        let place = parts[0].elementsEqual("_npx".utf8) ? 1 : 0
        if parts.count > place, parts[place].elementsEqual("node_modules".utf8) {
            return parts.count == place + 1 ? .never : .below
        }
        let isFolder = ["_npx", "_prebuilds", "_tuf"].contains { parts[0].elementsEqual($0.utf8) }
        guard isFolder else { return .none }
        let depth = parts[0].elementsEqual("_npx".utf8) ? 2 : 1
        return parts.count <= depth ? .folder : .below
    }

    /// `_npx/0123456789abcdef/node_modules/…/.bin/NAME`, a link to `../PACKAGE/…`.
    static func isCommand(_ path: [UInt8], to target: [UInt8]) -> Bool {
        let slash = UInt8(ascii: "/")
        let parts = path.split(separator: slash, omittingEmptySubsequences: false)
        guard parts.count >= 5, parts[0].elementsEqual("_npx".utf8),
            parts[parts.count - 2].elementsEqual(".bin".utf8),
            parts[parts.count - 3].elementsEqual("node_modules".utf8)
        else { return false }
        let up = Array("..".utf8)
        let steps = target.split(separator: slash, omittingEmptySubsequences: false)
        return steps.count > 2 && steps[0].elementsEqual(up) && !steps.dropFirst().contains { $0.elementsEqual(up) }
    }

    /// Whether a link below `_npx/0123456789abcdef` leads from a place in a package to another one of the same package,
    /// without a way back on the way: what it leads through may be a link, too.
    static func staysInPackage(_ path: [UInt8], to target: [UInt8]) -> Bool {
        guard case .npx(_, let rest) = NpmCachePath(path), case .package(_, let inner) = NpxPlace(rest), !inner.isEmpty
        else { return false }
        let slash = UInt8(ascii: "/")
        let steps = target.split(separator: slash, omittingEmptySubsequences: false)
            .filter { !$0.isEmpty && !$0.elementsEqual(".".utf8) }
        let up = steps.prefix { $0.elementsEqual("..".utf8) }.count
        let folder = inner.split(separator: slash).dropLast()
        guard target.first != slash, up <= folder.count else { return false }
        return !steps.dropFirst(up).contains { part in
            part.elementsEqual("..".utf8) || part.elementsEqual("node_modules".utf8)
        }
    }
}
