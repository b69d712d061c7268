/// Where a file of a wheel is installed.
///
/// ```
///   six.py                                              site-packages/six.py
///   six-1.16.0.data/purelib/six.py                      site-packages/six.py      the same place: the last one stays
///   six-1.16.0.data/data/lib/python3/site-packages/x    site-packages/x
///   six-1.16.0.data/scripts/pip                         bin/pip                   a command
/// ```
enum WheelPath {
    /// Without parts that say nothing: `./a//b` is installed as `a/b`.
    static func plain(_ path: [UInt8]) -> [UInt8] { joined(split(path)[...]) }

    /// The path below `site-packages`; `nil` for what lands elsewhere.
    static func inSite(_ path: [UInt8]) -> [UInt8]? {
        guard let (folder, rest) = data(path) else { return plain(path) }
        if folder.elementsEqual("purelib".utf8) || folder.elementsEqual("platlib".utf8) { return joined(rest) }
        guard folder.elementsEqual("data".utf8),
            let place = rest.firstIndex(where: { $0.elementsEqual("site-packages".utf8) })
        else { return nil }
        return joined(rest[(place + 1)...])
    }

    /// The name of the command that a file becomes; `nil` for all else.
    static func command(_ path: [UInt8]) -> [UInt8]? {
        guard let (folder, rest) = data(path) else { return nil }
        let last = rest.last.map { Array($0) }
        if folder.elementsEqual("scripts".utf8) { return last }
        let isBin = folder.elementsEqual("data".utf8) && rest.first?.elementsEqual("bin".utf8) == true
        return isBin ? last : nil
    }

    /// The path of what is installed beside `site-packages`, in the environment's own folder or that of headers: its
    /// first part says which. `nil` for all else.
    static func beside(_ path: [UInt8]) -> [UInt8]? {
        guard let (folder, rest) = data(path), inSite(path) == nil, !folder.elementsEqual("scripts".utf8) else {
            return nil
        }
        return joined([folder] + rest)
    }

    /// Whether a file is one of a folder `bin` or `lib` there: where compiled files lie.
    static func isProgram(_ path: [UInt8]) -> Bool {
        guard let (folder, rest) = data(path) else { return false }
        if folder.elementsEqual("scripts".utf8) { return true }
        return rest.count > 1
            && ["bin", "lib", "lib64", "libexec", "sbin"].contains { name in
                rest.first?.elementsEqual(name.utf8) == true
            }
    }

    /// The name by which Python imports a file: a package, a module and a compiled one of one name take each other's
    /// place. `nil` for what is not imported.
    static func module(_ path: [UInt8]) -> [UInt8]? {
        var parts = split(path).map { Array($0) }
        guard let last = parts.popLast() else { return nil }
        let stem: [UInt8]
        if last.suffix(3).elementsEqual(".py".utf8) {
            stem = Array(last.dropLast(3))
        } else if last.suffix(4).elementsEqual(".pyc".utf8) || last.suffix(3).elementsEqual(".so".utf8) {
            stem = Array(last.prefix { $0 != UInt8(ascii: ".") })
        } else {
            return nil
        }
        if !stem.elementsEqual("__init__".utf8) { parts.append(stem) }
        return Array(parts.filter { !$0.elementsEqual("__pycache__".utf8) }.joined(separator: [UInt8(ascii: ".")]))
    }

    /// The kind of a file beside the package's own, and its path in there.
    private static func data(_ path: [UInt8]) -> (folder: ArraySlice<UInt8>, rest: ArraySlice<ArraySlice<UInt8>>)? {
        let parts = split(path)
        guard parts.count > 2, parts[0].suffix(5).elementsEqual(".data".utf8) else { return nil }
        return (parts[1], parts[2...])
    }

    private static func split(_ path: [UInt8]) -> [ArraySlice<UInt8>] {
        path.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
    }

    private static func joined(_ parts: ArraySlice<ArraySlice<UInt8>>) -> [UInt8] {
        Array(parts.joined(separator: [UInt8(ascii: "/")]))
    }
}
