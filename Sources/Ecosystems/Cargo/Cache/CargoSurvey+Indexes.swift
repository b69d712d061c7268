import Bytes
import Inventory

/// First step: the indexes. What Cargo will believe of each release, its digest above all.
extension CargoSurvey {
    /// Reads what the indexes say of each name, and where they send Cargo for archives.
    mutating func readIndexes() {
        var allowance = ByteAllowance(CargoLimits.indexes)
        for (registry, name, file) in indexes where !scan.files.isStopped {
            guard allowance.take(scan.size(file)) else {
                scan.trouble(file, .tooLarge, "more bytes of indexes than the limit of \(CargoLimits.indexes)")
                continue
            }
            guard let content = scan.whole(file, limit: CargoLimits.indexSize, "the index of a name") else { continue }
            let index = CargoIndexFile(content)
            guard index.isKnown else {
                // Cargo of other times writes it, and no other reads it.
                scan.reading.pass(file, .clientNotes)
                continue
            }
            scan.reading.settled.append(file)
            if index.broken > 0 {
                scan.trouble(file, .malformed, "\(index.broken) of its lines cannot be understood")
            }
            take(index, registry, name, file)
        }
        for (registry, file) in indexSettings { readSettings(of: registry, file) }
    }

    private mutating func take(_ index: CargoIndexFile, _ registry: [UInt8], _ name: [UInt8], _ file: Int) {
        let source = CargoRegistry.address(ofFolder: registry)
        var others = 0
        for release in index.releases {
            let isOther = !release.name.utf8.map(\.asciiLowercased).elementsEqual(name)
            if isOther || !release.key.hasSameBytes(as: release.version) { others += 1 }
            let crate = CrateName(name: release.name, version: release.version)
            scan.claim(
                IndexClaim(
                    ecosystem: .cargo, name: release.name, version: release.version, file: crate.file,
                    digests: [release.digest].compactMap(\.self), url: nil, source: source, path: scan.path(file)),
                in: file)
            let key = Release(registry: registry, name: crate)
            if present.contains(key) {
                stated[key] = Statement(file: file, digest: release.digest, dependencies: release.dependencies)
            }
        }
        guard others > 0 else { return }
        scan.observe(
            "misplaced-entry", file, "The index of a name has lines of another name or version than their place says.",
            evidence: [Finding.Evidence("lines", .number(Int64(others)))])
    }

    /// `config.json` of an index says where archives are downloaded from.
    private mutating func readSettings(of registry: [UInt8], _ file: Int) {
        guard let content = scan.whole(file, limit: CargoLimits.settingsSize, "the settings of an index") else {
            return
        }
        guard let address = (try? JSON.parse(content))?.object?["dl"]?.string else {
            scan.trouble(file, .malformed, "the settings of an index do not say where its archives are")
            return
        }
        scan.reading.settled.append(file)
        if MavenCredentials.hasPasswordInAddress(Array(address.utf8)) {
            scan.observe(
                "credential-in-cache", file, "The settings of an index keep an address with a password.",
                evidence: [Finding.Evidence("kind", .text("password in an address"))])
        }
        guard let host = Self.host(of: Array(address.utf8)),
            let own = CargoRegistry.address(ofFolder: registry).flatMap({ Self.host(of: $0.bytes) })
        else { return }
        let isPublic = CargoRegistry.isPublic(registry)
        let usual = isPublic ? ["static.crates.io", "crates.io"].map { Array($0.utf8) } : [own]
        if usual.contains(host) { return }
        scan.observe(
            "cached-redirect", grade: isPublic ? nil : "settings", file,
            "The settings of an index send Cargo to another host for its archives.",
            evidence: [Finding.Evidence("host", .bytes(ByteString(host)))])
    }

    /// The host of an address, in small letters, without user and port.
    private static func host(of address: [UInt8]) -> [UInt8]? {
        guard let start = address.firstRange(of: Array("://".utf8))?.upperBound else { return nil }
        var host = address[start...].prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        if let mark = host.lastIndex(of: UInt8(ascii: "@")) { host = host[(mark + 1)...] }
        if host.first != UInt8(ascii: "["), let port = host.firstIndex(of: UInt8(ascii: ":")) { host = host[..<port] }
        return host.isEmpty ? nil : host.map(\.asciiLowercased)
    }
}
