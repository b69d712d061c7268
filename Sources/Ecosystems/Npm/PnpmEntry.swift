import Inventory

/// Where the archive of a package comes from, as a lockfile of pnpm has it.
struct PnpmResolution {
    /// `git`, `directory`, `binary`, `variations`; `nil` for an archive.
    private(set) var type: String?
    private(set) var digests: [ContentDigest] = []
    /// Whether it says anything of the content.
    private(set) var hasIntegrity = false
    /// A URL, or the path of one below the registry; may begin with `file:`.
    private(set) var address: String?
    /// Whether the archive is made of a commit when it is asked for.
    private var isOfCommit = false
    private var seen: Set<String> = []

    /// Members that count.
    private static let members: Set<String> = ["integrity", "tarball", "url", "type", "gitHosted"]

    /// Notes that a member begins; whether it is the first of its name.
    mutating func mark(_ key: String) -> Bool {
        !Self.members.contains(key) || seen.insert(key).inserted
    }

    /// Takes a member.
    mutating func take(_ key: String, _ text: String) {
        switch key {
        case "integrity":
            hasIntegrity = !text.isEmpty
            digests = DigestText.integrity(Array(text.utf8)[...]).digests
        case "tarball": address = text
        case "url": address = address ?? text
        case "type": type = text
        case "gitHosted": isOfCommit = text == "true"
        default: break
        }
    }

    /// Why it proves nothing; `nil` where it does.
    func unusable(reference: String) -> Pin.Unusable? {
        switch type {
        case "git"?: return .versionControl
        case "directory"?: return .local
        default: break
        }
        if digests.isEmpty, !hasIntegrity {
            if [address ?? "", reference].contains(where: { $0.hasPrefix("file:") || $0.hasPrefix("link:") }) {
                return .local
            }
            if isOfCommit || address.map(Self.namesCommit) ?? false { return .versionControl }
        }
        return LockedEntry.judge(digests, hasUnknown: hasIntegrity)
    }

    /// The archive's file.
    var file: String? {
        guard let address else { return nil }
        return LockedEntry.fileName(address.hasPrefix("file:") ? String(address.dropFirst(5)) : address)
    }

    /// The address, where it is a whole one.
    var url: String? { address.flatMap { $0.contains("://") ? $0 : nil } }

    /// Whether an address holds the name of a commit: forty hexadecimal digits on their own.
    private static func namesCommit(_ address: String) -> Bool {
        LockedEntry.isVersionControl(address)
            || address.utf8.split(whereSeparator: { !$0.isASCIIAlphanumeric }).contains { word in
                word.count == 40 && word.allSatisfy { $0.hexDigitValue != nil }
            }
    }
}

/// One package of a lockfile of pnpm: what of it makes pins.
struct PnpmEntry {
    /// As written.
    let key: String
    /// Line of the key.
    let line: Int
    /// Where the key does not tell, or another one.
    var name: String?
    var version: String?
    /// One; of a runtime one for each platform.
    var resolutions: [PnpmResolution] = []
    /// Whether the resolutions are those of platforms.
    var hasVariants = false
    /// Whether readers may disagree on what it says.
    var isDisputed = false
    private var seen: Set<String> = []

    /// Begins without members.
    init(key: String, line: Int) {
        self.key = key
        self.line = line
    }

    /// Notes that a member begins.
    mutating func mark(_ key: String) {
        guard ["name", "version", "resolution"].contains(key) else { return }
        if !seen.insert(key).inserted { isDisputed = true }
    }

    /// One pin, or one for each platform; and whether it is known which package they are of.
    func pins(_ era: PnpmKey.Era) -> (pins: [Pin], isUnderstood: Bool) {
        let parts = PnpmKey(key, era)
        let isRuntime = parts.reference.hasPrefix("runtime:")
        // What is called `node@runtime:22.0.0` is no version of the package `node`.
        let version = isRuntime ? parts.reference : self.version ?? parts.version
        let name = name ?? parts.name
        let pins = (resolutions.isEmpty ? [PnpmResolution()] : resolutions).map { resolution in
            Pin(
                ecosystem: .npm, name: name ?? key, version: version, digests: resolution.digests,
                file: resolution.file, url: resolution.url, line: line, path: key,
                unusable: isDisputed ? .ambiguous : resolution.unusable(reference: parts.reference))
        }
        return (pins, name != nil)
    }
}
