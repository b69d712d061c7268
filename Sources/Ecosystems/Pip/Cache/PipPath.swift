/// What a path below a cache of pip is, told from its form.
///
/// ```
///   http/1/3/c/3/c/13c3c4ee…            56 digits: answer with its body     pip 6 to 23.2
///   http-v2/1/3/c/3/c/13c3c4ee…         answer without a body               pip 23.3 and later
///   http-v2/1/3/c/3/c/13c3c4ee….body    the body as it came
///   wheels/81/04/c8/40c7069a…/*.whl     2+2+2+50 digits: built here
///   wheels/81/04/c8/40c7069a…/origin.json
///   selfcheck/5d0eb2ca…                 56 digits: what version of pip was the last
///   1/3/c/3/c/13c3c4ee…                 where one of these folders is itself what is mounted
///   81/04/c8/40c7069a…/*.whl
/// ```
enum PipPath: Hashable {
    /// An answer with all its bytes.
    case oldEntry(key: [UInt8])
    /// What was said about a body beside it.
    case newEntry(key: [UInt8])
    /// One of the two: the folder's name is not there to tell.
    case bareEntry(key: [UInt8])
    case body(key: [UInt8])
    case builtWheel(key: [UInt8], file: [UInt8])
    case origin(key: [UInt8])
    case selfCheck(key: [UInt8])
    /// The one file in which pip 18 to 19.2 kept this.
    case oldSelfCheck
    case temporary, lock, foreign

    /// Digits of a key.
    static let keyLength = 56
    /// Folders between `http` and an entry.
    static let levels = 5
    /// Digits in the names of the folders between `wheels` and a wheel: together a key.
    static let keyParts = [2, 2, 2, 50]

    /// Takes a path relative to the cache.
    init(_ path: [UInt8]) {
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard let folder = parts.first, let name = parts.last else {
            self = .foreign
            return
        }
        switch String(decoding: folder, as: UTF8.self) {
        case "http": self = Self.entry(parts, isNew: false)
        case "http-v2": self = Self.entry(parts, isNew: true)
        case "wheels": self = Self.wheel(parts)
        case "selfcheck" where parts.count == 2:
            self = Self.isKey(name) ? .selfCheck(key: Array(name)) : Self.leftover(name)
        case "selfcheck.json" where parts.count == 1: self = .oldSelfCheck
        default: self = Self.bare(parts)
        }
    }

    /// Where `http`, `http-v2` or `wheels` is itself the place, only the whole form tells.
    private static func bare(_ parts: [ArraySlice<UInt8>]) -> PipPath {
        switch parts.count {
        case levels + 1:
            switch entry([[]] + parts, isNew: true) {
            case .newEntry(let key): return .bareEntry(key: key)
            case .body(let key): return .body(key: key)
            default: return .foreign
            }
        case 5:
            switch wheel([[]] + parts) {
            case .builtWheel(let key, let file): return .builtWheel(key: key, file: file)
            case .origin(let key): return .origin(key: key)
            default: return .foreign
            }
        default: return .foreign
        }
    }

    private static func entry(_ parts: [ArraySlice<UInt8>], isNew: Bool) -> PipPath {
        guard parts.count == levels + 2, let name = parts.last else { return .foreign }
        let key = name.prefix(keyLength)
        guard isKey(key), zip(parts[1...levels], key).allSatisfy({ $0.elementsEqual([$1]) }) else {
            return leftover(name)
        }
        let rest = name.dropFirst(keyLength)
        if rest.isEmpty { return isNew ? .newEntry(key: Array(key)) : .oldEntry(key: Array(key)) }
        if isNew, rest.elementsEqual(".body".utf8) { return .body(key: Array(key)) }
        return leftover(name)
    }

    private static func wheel(_ parts: [ArraySlice<UInt8>]) -> PipPath {
        guard parts.count == 6, let name = parts.last else {
            // A folder in which a wheel was being built: `tmp` and some letters.
            let isTemporary = parts.count > 6 && parts[5].starts(with: "tmp".utf8)
            return isTemporary ? .temporary : .foreign
        }
        let key = Array(parts[1...4].joined())
        guard parts[1].count == 2, parts[2].count == 2, parts[3].count == 2, isKey(key[...]) else { return .foreign }
        if name.elementsEqual("origin.json".utf8) { return .origin(key: key) }
        if name.suffix(4).elementsEqual(".whl".utf8) { return .builtWheel(key: key, file: Array(name)) }
        return leftover(name)
    }

    private static func leftover(_ name: ArraySlice<UInt8>) -> PipPath {
        if name.suffix(4).elementsEqual(".tmp".utf8) { return .temporary }
        return name.suffix(5).elementsEqual(".lock".utf8) ? .lock : .foreign
    }

    /// Whether these are the digits of a key.
    static func isKey(_ name: ArraySlice<UInt8>) -> Bool {
        name.count == keyLength && name.allSatisfy(isDigit)
    }

    /// A digit of a key.
    static func isDigit(_ byte: UInt8) -> Bool {
        byte.isASCIIDigit || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f"))
    }

    /// Where the cache begins of which this path is a part: the path above `http`, `wheels` or `selfcheck`, where what
    /// stands below has their form, or such a folder under another name; `nil` for all others.
    static func place(of path: [UInt8]) -> [UInt8]? {
        guard mayBeOwn(path.span) else { return nil }
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for (count, folders) in [(7, ["http", "http-v2"]), (6, ["wheels"]), (2, ["selfcheck"])] {
            guard parts.count >= count else { continue }
            let tail = parts.suffix(count)
            guard let first = tail.first, folders.contains(where: { first.elementsEqual($0.utf8) }) else { continue }
            if PipPath(Array(tail.joined(separator: [UInt8(ascii: "/")]))).isOwn {
                return Array(parts.dropLast(count).joined(separator: [UInt8(ascii: "/")]))
            }
        }
        for count in [levels + 1, 5] where parts.count >= count && bare(Array(parts.suffix(count))).isOwn {
            return Array(parts.dropLast(count).joined(separator: [UInt8(ascii: "/")]))
        }
        return nil
    }

    /// Whether the last name of a path is of a form that only pip has: asked for all files, before anything is taken
    /// apart.
    private static func mayBeOwn(_ path: Span<UInt8>) -> Bool {
        var start = path.count
        while start > 0, path[start - 1] != UInt8(ascii: "/") { start -= 1 }
        let count = path.count - start
        if count == keyLength || count == keyLength + 5 { return isDigit(path[start]) }
        return path.ends(in: wheelEnding) || path.extracting(start..<path.count).equals(originName)
    }

    private static let wheelEnding = Array(".whl".utf8)
    private static let originName = Array("origin.json".utf8)

    /// Whether a path may be one of a folder under another name, told from its end: a key in a folder of one letter,
    /// or anything in one of fifty.
    static func mayBeBare(_ path: Span<UInt8>) -> Bool {
        let slash = UInt8(ascii: "/")
        var last = path.count - 1
        while last >= 0, path[last] != slash { last -= 1 }
        guard last > 0 else { return false }
        if path.count - last > keyLength { return last < 2 || path[last - 2] == slash }
        let above = last - (keyLength - 6) - 1
        return above > 2 && path[above] == slash && path[above - 3] == slash
    }

    /// Whether only pip has such a path.
    private var isOwn: Bool {
        switch self {
        case .oldEntry, .newEntry, .bareEntry, .body, .builtWheel, .origin, .selfCheck: true
        case .oldSelfCheck, .temporary, .lock, .foreign: false
        }
    }
}
