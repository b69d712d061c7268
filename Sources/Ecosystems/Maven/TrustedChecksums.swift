package import Bytes
package import Inventory

/// Reads the trusted checksums of Maven's resolver, which are the only check of files in a local repository.
///
/// ```
///   checksums.sha256, checksums-central.sha256      one line per file: hex, two spaces, path in the repository
///   <path in the repository>.sha256                 one file per file: hex
/// ```
package enum TrustedChecksums {
    static let format = "trusted checksums"
    /// Bytes of the largest file that is read.
    package static let sizeLimit = 32 << 20

    /// The algorithm that a file name's ending names.
    package static func algorithm(ofFile name: String) -> ContentDigest.Algorithm? {
        guard let dot = name.lastIndex(of: ".") else { return nil }
        let algorithm = ContentDigest.Algorithm(rawValue: String(name[name.index(after: dot)...]))
        return algorithm == .h1 ? nil : algorithm
    }

    /// Reads a summary.
    package static func summary(
        _ bytes: Span<UInt8>, algorithm: ContentDigest.Algorithm
    ) throws(ParseError) -> PinList {
        var list = PinList()
        // A later line for one path replaces an earlier one, as the resolver has it.
        var places: [[UInt8]: Int] = [:]
        for (index, line) in try text(bytes).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            let content = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            if content.isEmpty || content.first == UInt8(ascii: "#") { continue }
            let hex = content.prefix { $0 != UInt8(ascii: " ") }
            let path = content.dropFirst(hex.count).drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "*") }
            guard var pin = pin(path: path, hex, algorithm, line: index + 1) else {
                list.notes.append(
                    PinList.Note(
                        .malformed, line: index + 1, detail: String(decoding: content.prefix(200), as: UTF8.self)))
                continue
            }
            if let earlier = places.updateValue(list.pins.count, forKey: Array(path)) {
                if list.pins[earlier].digests != pin.digests {
                    pin.unusable = .ambiguous
                    list.pins[earlier].unusable = .ambiguous
                }
                list.notes.append(PinList.Note(.duplicateKey, line: index + 1, detail: pin.path ?? ""))
            }
            list.pins.append(pin)
        }
        return list
    }

    /// Reads the checksum of one file; `path` is that file's path in the repository.
    package static func sparse(
        _ bytes: Span<UInt8>, path: String, algorithm: ContentDigest.Algorithm
    ) throws(ParseError) -> PinList {
        let hex = Blank.trimmedAsPython(try text(bytes)[...])
        guard let pin = pin(path: Array(path.utf8)[...], hex, algorithm, line: 1) else {
            return PinList(notes: [PinList.Note(.malformed, line: 1, detail: path)])
        }
        return PinList(pins: [pin])
    }

    private static func text(_ bytes: Span<UInt8>) throws(ParseError) -> [UInt8] {
        guard bytes.count <= sizeLimit else {
            throw ParseError(format: format, reason: "the file has more than \(sizeLimit) bytes", offset: 0)
        }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for index in 0..<bytes.count { result.append(bytes[index]) }
        return result
    }

    private static func pin(
        path: ArraySlice<UInt8>, _ hex: ArraySlice<UInt8>, _ algorithm: ContentDigest.Algorithm, line: Int
    ) -> Pin? {
        let text = String(decoding: path, as: UTF8.self)
        guard let coordinates = MavenCoordinates(path: text) else { return nil }
        let digests = DigestText.hex(algorithm, hex).map { [$0] } ?? []
        return Pin(
            ecosystem: .maven, name: coordinates.name, version: coordinates.version, digests: digests,
            file: coordinates.fileName, line: line, path: text,
            unusable: LockedEntry.judge(digests, hasUnknown: digests.isEmpty))
    }
}
