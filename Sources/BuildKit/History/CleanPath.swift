/// Paths shortened as the Dockerfile frontend does it: by their text alone.
enum CleanPath {
    private static let slash = UInt8(ascii: "/")
    private static let dot = [UInt8(ascii: ".")]
    private static let twoDots = [UInt8(ascii: "."), UInt8(ascii: ".")]

    /// Without empty parts, `.` and `..`; what climbs above `/` stays there. An empty path is `.`.
    static func of(_ path: [UInt8]) -> [UInt8] {
        let isAbsolute = path.first == slash
        var parts: [ArraySlice<UInt8>] = []
        for part in path.split(separator: slash) where !part.elementsEqual(dot) {
            if !part.elementsEqual(twoDots) {
                parts.append(part)
            } else if let last = parts.last, !last.elementsEqual(twoDots) {
                parts.removeLast()
            } else if !isAbsolute {
                parts.append(part)
            }
        }
        let joined = Array(parts.joined(separator: [slash]))
        if isAbsolute { return [slash] + joined }
        return joined.isEmpty ? dot : joined
    }

    /// The path below a folder, cleaned.
    static func joined(_ folder: [UInt8], _ path: [UInt8]) -> [UInt8] {
        of(folder + [slash] + path)
    }
}
