/// One requirement of a Python package, as far as pins need it.
///
/// ```
///   name [extra, …] == 1.0 ; marker        one `==` or `===` without `*` is a pin
///   name [extra, …] @ URL ; marker
///   URL#egg=name&sha256=hex                also version control: git+https://…
///   ./folder, file.whl                     of the project itself
/// ```
struct Requirement {
    /// What the requirement is.
    enum Kind {
        /// By name; versions are chosen from an index.
        case named
        case url(String)
        case local(String)
    }

    /// Normalised; `nil` where none is given.
    var name: String?
    /// The one version it allows; `nil` where there are several.
    var version: String?
    var kind: Kind

    private static let schemes: Set<String> = [
        "http", "https", "file", "ftp", "ssh", "git", "hg", "bzr", "sftp", "svn", "git+http", "git+https", "git+ssh",
        "git+git", "git+file", "hg+file", "hg+http", "hg+https", "hg+ssh", "hg+static-http", "svn+ssh", "svn+http",
        "svn+https", "svn+svn", "svn+file", "bzr+http", "bzr+https", "bzr+ssh", "bzr+sftp", "bzr+ftp", "bzr+lp",
        "bzr+file",
    ]
    private static let archives = [".zip", ".whl", ".tar.bz2", ".tbz", ".tar.gz", ".tgz", ".tar", ".tar.xz", ".txz"]

    /// Reads a requirement; `nil` where pip would not understand it.
    init?(_ line: String) {
        let isURL = Self.isURL(line)
        // In a URL a semicolon is a letter unless a blank follows.
        let body = Self.beforeMarker(line, needsBlank: isURL)
        if isURL {
            self.init(url: body)
            return
        }
        if let named = Self.named(body) {
            self = named
            return
        }
        // A path: pip looks whether it is there, which nobody can know later.
        let path = body.split(separator: "[", omittingEmptySubsequences: false).first.map(String.init) ?? body
        let isArchive = Self.archives.contains { path.lowercased().hasSuffix($0) }
        guard body.hasPrefix(".") || body.contains("/") || isArchive, !body.contains(" ") else { return nil }
        let known = LockedEntry.fileName(path).flatMap(PythonName.ofFile)
        self.init(name: known?.name, version: known?.version, kind: .local(body))
    }

    private init(name: String?, version: String?, kind: Kind) {
        self.name = name
        self.version = version
        self.kind = kind
    }

    /// Of a URL alone: the name stands in its fragment or in its file's name.
    init?(url: String) {
        let known = LockedEntry.fileName(url).flatMap(PythonName.ofFile)
        var name = known?.name
        if let egg = Self.fragment(url, "egg") {
            let bare = egg.split(separator: "[", omittingEmptySubsequences: false).first.map(String.init) ?? egg
            // A fragment that is no name makes pip refuse.
            guard PythonName.isValid(bare) else { return nil }
            name = PythonName.normalized(bare)
        }
        self.init(name: name, version: known?.version, kind: .url(url))
    }

    /// A member of a URL's fragment: `#egg=name&sha256=hex`.
    static func fragment(_ url: String, _ key: String) -> String? {
        guard let hash = url.firstIndex(of: "#") else { return nil }
        for part in url[url.index(after: hash)...].split(separator: "&") where part.hasPrefix(key + "=") {
            return String(part.dropFirst(key.count + 1))
        }
        return nil
    }

    /// Whether it begins with a scheme that pip opens.
    static func isURL(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":") else { return false }
        return schemes.contains(text[..<colon].lowercased())
    }

    private static func beforeMarker(_ line: String, needsBlank: Bool) -> String {
        let bytes = Array(line.utf8)
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: ";") {
            if needsBlank, index + 1 >= bytes.count || bytes[index + 1] != UInt8(ascii: " ") { continue }
            return String(decoding: Blank.trimmedAsPython(bytes[..<index]), as: UTF8.self)
        }
        return String(decoding: Blank.trimmedAsPython(bytes[...]), as: UTF8.self)
    }

    // MARK: By name

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func named(_ body: String) -> Requirement? {
        let bytes = Array(body.utf8)
        var at = 0
        while at < bytes.count, bytes[at].isASCIIAlphanumeric || PythonVersion.Reader.isSeparator(bytes[at]) { at += 1 }
        let name = String(decoding: bytes[..<at], as: UTF8.self)
        guard PythonName.isValid(name) else { return nil }
        var rest = bytes[at...].drop(while: isBlank)
        if rest.first == UInt8(ascii: "[") {
            guard let end = rest.firstIndex(of: UInt8(ascii: "]")), areExtras(rest[(rest.startIndex + 1)..<end]) else {
                return nil
            }
            rest = rest[(end + 1)...].drop(while: isBlank)
        }
        if rest.first == UInt8(ascii: "@") {
            let url = rest.dropFirst().drop(while: isBlank)
            guard !url.isEmpty, !url.contains(where: isBlank) else { return nil }
            var requirement = Requirement(url: String(decoding: url, as: UTF8.self))
            requirement?.name = PythonName.normalized(name)
            return requirement
        }
        if rest.first == UInt8(ascii: "("), rest.last == UInt8(ascii: ")") { rest = rest.dropFirst().dropLast() }
        guard let version = pinned(rest) else { return nil }
        return Requirement(name: PythonName.normalized(name), version: version.isEmpty ? nil : version, kind: .named)
    }

    private static func areExtras(_ bytes: ArraySlice<UInt8>) -> Bool {
        let trimmed = Blank.trimmedAsPython(bytes)
        if trimmed.isEmpty { return true }
        return trimmed.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy {
            PythonName.isValid(String(decoding: Blank.trimmedAsPython($0), as: UTF8.self))
        }
    }

    /// The one version that the specifiers allow; empty where they allow several; `nil` where they are none.
    private static func pinned(_ bytes: ArraySlice<UInt8>) -> String? {
        let trimmed = Blank.trimmedAsPython(bytes)
        if trimmed.isEmpty { return "" }
        let parts = trimmed.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        var pin = ""
        for (index, part) in parts.enumerated() {
            let one = Blank.trimmedAsPython(part)
            // A comma may end the list.
            if one.isEmpty, index == parts.count - 1, index > 0 { continue }
            guard let (sign, version) = specifier(one) else { return nil }
            if sign.hasPrefix("=="), sign == "===" || !version.hasSuffix(".*") { pin = version }
        }
        return parts.count { !Blank.trimmedAsPython($0).isEmpty } == 1 ? pin : ""
    }

    private static func specifier(_ bytes: ArraySlice<UInt8>) -> (sign: String, version: String)? {
        for sign in ["===", "==", "~=", "!=", "<=", ">=", "<", ">"] where bytes.starts(with: Array(sign.utf8)) {
            let rest = Blank.trimmedAsPython(bytes.dropFirst(sign.utf8.count))
            let version = String(decoding: rest, as: UTF8.self)
            if sign == "===" { return version.isEmpty || rest.contains(where: isBlank) ? nil : (sign, version) }
            var bare = version
            if bare.hasSuffix(".*") {
                guard sign == "==" || sign == "!=" else { return nil }
                bare.removeLast(2)
            }
            return PythonVersion(bare) == nil ? nil : (sign, version)
        }
        return nil
    }
}
