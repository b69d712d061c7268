package import Bytes
package import Inventory

/// Reads `Pipfile.lock`.
///
/// ```
///   {"_meta": {…},
///    "default": {"idna": {"version": "==3.6", "hashes": ["sha256:…", …]}},
///    "develop": {…}}                                          and categories of any other name
/// ```
///
/// Digests are those of all files of a version, without the files' names.
package enum PipfileLock {
    /// Reads a whole lockfile.
    package static func read(_ bytes: Span<UInt8>) throws(ParseError) -> PinList {
        guard let root = try JSON.parse(bytes).object else {
            throw ParseError(format: "Pipfile.lock", reason: "found no object", offset: 0)
        }
        var list = PinList()
        var locator = TextLocator()
        noteDuplicates(root, "", &list)
        for category in root.members where category.key != "_meta" {
            guard let packages = category.value.object else { continue }
            noteDuplicates(packages, category.key + "/", &list)
            for member in packages.members {
                let line = locator.locate(member.keyOffset, in: bytes).line
                guard let entry = member.value.object else {
                    list.notes.append(PinList.Note(.malformed, line: line, detail: member.key))
                    continue
                }
                var pin = pin(member.key, entry, line: line)
                pin.path = category.key + "/" + member.key
                let isRepeated = packages.duplicateKeys.contains { $0.hasSameBytes(as: member.key) }
                if isRepeated || !entry.duplicateKeys.isEmpty { pin.unusable = .ambiguous }
                noteDuplicates(entry, category.key + "/" + member.key + "/", &list)
                list.pins.append(pin)
            }
        }
        return list
    }

    private static func noteDuplicates(_ object: JSONObject, _ place: String, _ list: inout PinList) {
        for key in object.duplicateKeys {
            list.notes.append(PinList.Note(.duplicateKey, line: 1, detail: place + key))
        }
    }

    private static func pin(_ name: String, _ entry: JSONObject, line: Int) -> Pin {
        var version = entry["version"]?.string
        if let text = version, text.hasPrefix("==") { version = String(text.drop { $0 == "=" }) }
        var digests: [ContentDigest] = []
        var hasUnknown = false
        for item in entry["hashes"]?.array ?? [] {
            if let digest = item.string.flatMap(DigestText.labelled) {
                digests.append(digest)
            } else {
                hasUnknown = true
            }
        }
        let url = entry["file"]?.string
        var pin = Pin(
            ecosystem: .pip, name: PythonName.normalized(name), version: version, digests: digests,
            file: url.flatMap(LockedEntry.fileName), url: url, line: line,
            unusable: LockedEntry.judge(digests, hasUnknown: hasUnknown))
        if digests.isEmpty, !hasUnknown {
            if ["git", "hg", "svn", "bzr"].contains(where: { entry[$0] != nil }) { pin.unusable = .versionControl }
            if entry["path"] != nil || entry["editable"]?.boolean == true && entry["git"] == nil {
                pin.unusable = .local
            }
        }
        return pin
    }
}
