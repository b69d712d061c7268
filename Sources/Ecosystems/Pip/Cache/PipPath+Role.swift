extension PipPath {
    /// What pip takes a path of its cache for.
    static func role(of path: [UInt8]) -> PathRole {
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard let first = parts.first else { return .none }
        switch PipPath(path) {
        case .oldEntry, .newEntry, .bareEntry, .body, .builtWheel, .origin, .selfCheck, .oldSelfCheck: return .file
        case .temporary, .lock: return .below
        case .foreign: break
        }
        switch String(decoding: first, as: UTF8.self) {
        case "http", "http-v2": return areLevels(parts.dropFirst()) ? .folder : .below
        case "wheels": return areKeyParts(parts.dropFirst()) ? .folder : .below
        case "selfcheck": return parts.count == 1 ? .folder : .below
        default: return areLevels(parts[...]) || areKeyParts(parts[...]) ? .folder : .none
        }
    }

    /// `1/3/c/3/c`, or the beginning of it.
    private static func areLevels(_ parts: ArraySlice<ArraySlice<UInt8>>) -> Bool {
        parts.count <= levels && parts.allSatisfy { $0.count == 1 && $0.allSatisfy(isDigit) }
    }

    /// `81/04/c8/40c7069a…`, or the beginning of it.
    private static func areKeyParts(_ parts: ArraySlice<ArraySlice<UInt8>>) -> Bool {
        zip(parts, keyParts).allSatisfy { $0.count == $1 && $0.allSatisfy(isDigit) } && parts.count <= keyParts.count
    }
}
