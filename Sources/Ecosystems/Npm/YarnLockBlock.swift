import Bytes
import Inventory

/// One block of `yarn.lock` while it is read.
struct YarnLockBlock {
    /// The first pattern of the header: `lodash@^4.17.0`.
    private let pattern: String
    private let line: Int
    private var version: String?
    private var resolved: String?
    private var integrity: String?
    /// Yarn 2 and later.
    private var resolution: String?
    private var checksum: String?
    /// Form of the archives, in the block that tells of the file itself.
    private var cacheKey: String?
    private var seen: Set<String> = []
    private var hasDuplicate = false

    /// Of an unindented line, which ends in a colon; `nil` for any other.
    init?(header: ArraySlice<UInt8>, line: Int) {
        guard header.last == UInt8(ascii: ":") else { return nil }
        var rest = header.dropLast()
        if rest.first == UInt8(ascii: "\"") {
            guard let text = Self.quoted(&rest) else { return nil }
            // Yarn 2 and later put all patterns between one pair of quotes.
            pattern = text.split(separator: ",").first.map(String.init) ?? text
        } else {
            pattern = String(decoding: rest.prefix { $0 != UInt8(ascii: ",") }, as: UTF8.self)
        }
        self.line = line
    }

    /// Takes a member: `key value` or `key: value`.
    mutating func read(_ content: ArraySlice<UInt8>) {
        var rest = content
        let key: String
        if rest.first == UInt8(ascii: "\"") {
            guard let text = Self.quoted(&rest) else { return }
            key = text
        } else {
            let bare = rest.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: ":") }
            key = String(decoding: bare, as: UTF8.self)
            rest = rest.dropFirst(bare.count)
        }
        if rest.first == UInt8(ascii: ":") { rest = rest.dropFirst() }
        rest = rest.drop { $0 == UInt8(ascii: " ") }
        // A table begins.
        if rest.isEmpty { return }
        let value = rest.first == UInt8(ascii: "\"") ? Self.quoted(&rest) : String(decoding: rest, as: UTF8.self)
        if !seen.insert(key).inserted { hasDuplicate = true }
        switch key {
        case "version": version = value
        case "resolved": resolved = value
        case "integrity": integrity = value
        case "resolution": resolution = value
        case "checksum": checksum = value
        case "cacheKey": cacheKey = value
        default: break
        }
    }

    /// Takes a text between double quotes from the front, with the escapes of JSON; `nil` where it does not end.
    private static func quoted(_ rest: inout ArraySlice<UInt8>) -> String? {
        var at = rest.startIndex + 1
        while at < rest.endIndex, rest[at] != UInt8(ascii: "\"") {
            at += rest[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard at < rest.endIndex else { return nil }
        let token = Array(rest[rest.startIndex...at])
        rest = rest[(at + 1)...]
        return (try? JSON.parse(token))?.string
    }

    // MARK: The pin

    /// Adds the pin, and what is to be said of the block. `cacheKey` is the form of the archives, which the first block
    /// tells.
    func finish(into list: inout PinList, cacheKey: inout String?) {
        if pattern == "__metadata" {
            cacheKey = self.cacheKey
            return
        }
        var pin = resolution.map { modernPin($0, cacheKey: cacheKey) } ?? legacyPin()
        if hasDuplicate {
            pin.unusable = .ambiguous
            list.notes.append(PinList.Note(.duplicateKey, line: line, detail: pattern))
        }
        list.pins.append(pin)
    }

    private func legacyPin() -> Pin {
        let (name, range) = Self.parts(pattern)
        var pin = Pin(ecosystem: .npm, name: name, version: version, url: resolved, line: line, path: pattern)
        if range.hasPrefix("npm:") {
            // An alias: the name behind it is the real one.
            pin.name = Self.parts(String(range.dropFirst(4))).name
        }
        pin.file = resolved.flatMap(LockedEntry.fileName)
        let (digests, hasUnknown) = DigestText.integrity(Array((integrity ?? "").utf8)[...])
        pin.digests = digests
        // Without integrity the part behind `#` is all there is, a SHA-1.
        if integrity == nil, let resolved, let hash = resolved.lastIndex(of: "#"),
            let digest = DigestText.hex(.sha1, String(resolved[resolved.index(after: hash)...])),
            !LockedEntry.isVersionControl(resolved), !resolved.contains(".git#")
        {
            pin.digests = [digest]
        }
        pin.unusable = LockedEntry.judge(pin.digests, hasUnknown: hasUnknown)
        if pin.digests.isEmpty, !hasUnknown {
            if let resolved {
                if LockedEntry.isVersionControl(resolved) || resolved.contains(".git#") {
                    pin.unusable = .versionControl
                } else if resolved.hasPrefix("file:") {
                    pin.unusable = .local
                }
            } else if range.hasPrefix("file:") || range.hasPrefix("link:") {
                pin.unusable = .local
            }
        }
        return pin
    }

    private func modernPin(_ resolution: String, cacheKey: String?) -> Pin {
        let (name, reference) = Self.parts(resolution)
        var pin = Pin(
            ecosystem: .npm, name: name, version: version, subject: .yarnArchive, url: nil, line: line, path: resolution
        )
        if let checksum {
            // The number of the cache's format, and a slash, since Yarn 4.
            let parts = checksum.split(separator: "/", omittingEmptySubsequences: false)
            pin.digests = DigestText.hex(.sha512, String(parts.last ?? "")).map { [$0] } ?? []
            if !pin.digests.isEmpty, let form = parts.count == 2 ? String(parts[0]) : cacheKey {
                pin.file = BerryArchiveName(name, reference: reference, form: form)?.text
            }
            pin.unusable = LockedEntry.judge(pin.digests, hasUnknown: true)
            return pin
        }
        let isLocal = ["workspace:", "link:", "portal:", "file:"].contains { reference.hasPrefix($0) }
        pin.unusable = isLocal ? .local : LockedEntry.isVersionControl(reference) ? .versionControl : .noDigest
        if reference.contains("#commit=") { pin.unusable = .versionControl }
        return pin
    }

    /// Name and the rest of `@scope/name@rest`.
    private static func parts(_ pattern: String) -> (name: String, rest: String) {
        let bytes = Array(pattern.utf8)
        guard let at = bytes.dropFirst().firstIndex(of: UInt8(ascii: "@")) else { return (pattern, "") }
        return (String(decoding: bytes[..<at], as: UTF8.self), String(decoding: bytes[(at + 1)...], as: UTF8.self))
    }
}
