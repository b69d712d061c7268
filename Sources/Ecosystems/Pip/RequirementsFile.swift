package import Bytes
package import Inventory

/// Reads `requirements.txt` and constraint files as pip does.
///
/// Lines that depend on a marker are kept: a digest that counts on another machine is no less genuine. Files that are
/// included are named, not opened.
package enum RequirementsFile {
    /// Name of the format in errors.
    static let format = "requirements.txt"
    /// Bytes of the largest file that is read.
    package static let sizeLimit = 32 << 20
    /// Digests of one line: a release has as many files as there are platforms.
    package static let digestLimit = 4096

    /// Reads a whole file.
    package static func read(_ bytes: Span<UInt8>) throws(ParseError) -> PinList {
        guard bytes.count <= sizeLimit else {
            throw ParseError(format: format, reason: "the file has more than \(sizeLimit) bytes", offset: 0)
        }
        if let bad = bytes.firstInvalidUTF8 {
            throw ParseError(format: format, reason: "found bytes that are not UTF-8, expected UTF-8", offset: bad)
        }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for index in 0..<bytes.count { text.append(bytes[index]) }
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
        var list = PinList()
        for line in RequirementLines(text).lines { try read(line, into: &list) }
        return list
    }

    private static func read(_ line: RequirementLines.Line, into list: inout PinList) throws(ParseError) {
        noteVariables(line, &list)
        let words = line.text.split(separator: " ", omittingEmptySubsequences: false)
        let count = words.firstIndex { $0.hasPrefix("-") } ?? words.count
        let requirement = words[..<count].joined(separator: " ")
        let options: RequirementOptions
        do throws(RequirementOptions.Failure) {
            options = try RequirementOptions(words[count...].joined(separator: " "))
        } catch {
            list.notes.append(PinList.Note(.malformed, line: line.number, detail: error.reason))
            return
        }
        if requirement.isEmpty {
            readOptions(options, line, &list)
        } else {
            try readRequirement(requirement, options, line, &list)
        }
    }

    private static func noteVariables(_ line: RequirementLines.Line, _ list: inout PinList) {
        var rest = line.text[...]
        while let dollar = rest.firstIndex(of: "$") {
            rest = rest[rest.index(after: dollar)...]
            guard rest.first == "{" else { continue }
            let name = rest.utf8.dropFirst().prefix { byte in
                byte.isASCIIDigit || byte == UInt8(ascii: "_") || (byte.isASCIILetter && byte.asciiLowercased != byte)
            }
            guard !name.isEmpty, name.endIndex < rest.endIndex, rest.utf8[name.endIndex] == UInt8(ascii: "}") else {
                continue
            }
            list.notes.append(
                PinList.Note(.environmentVariable, line: line.number, detail: String(decoding: name, as: UTF8.self)))
        }
    }

    private static func readOptions(
        _ options: RequirementOptions, _ line: RequirementLines.Line, _ list: inout PinList
    ) {
        // pip takes the first of each; an editable requirement makes the line one.
        if let editable = options.values("editable").first {
            var pin = Pin(
                ecosystem: .pip, name: editable, version: nil, url: Requirement.isURL(editable) ? editable : nil,
                line: line.number, unusable: LockedEntry.isVersionControl(editable) ? .versionControl : .local)
            if let egg = Requirement.fragment(editable, "egg") { pin.name = PythonName.normalized(egg) }
            list.pins.append(pin)
            return
        }
        if let target = options.values("requirement").first {
            list.references.append(PinList.Reference(kind: .requirements, target: target, line: line.number))
        } else if let target = options.values("constraint").first {
            list.references.append(PinList.Reference(kind: .constraints, target: target, line: line.number))
        }
        if options.has("no-require-hashes") {
            list.notes.append(PinList.Note(.digestsNotRequired, line: line.number, detail: "--no-require-hashes"))
        }
    }

    private static func readRequirement(
        _ text: String, _ options: RequirementOptions, _ line: RequirementLines.Line, _ list: inout PinList
    ) throws(ParseError) {
        guard let requirement = Requirement(text) else {
            list.notes.append(PinList.Note(.malformed, line: line.number, detail: text))
            return
        }
        let values = options.values("hash")
        guard values.count <= digestLimit else {
            throw ParseError(
                format: format, reason: "found \(values.count) digests of one package, more than \(digestLimit)",
                offset: 0,
                position: TextPosition(line: line.number, column: 1))
        }
        var digests: [ContentDigest] = []
        var known: Set<ContentDigest> = []
        var hasUnknown = false
        for value in values {
            if let digest = DigestText.labelled(value) {
                if known.insert(digest).inserted { digests.append(digest) }
            } else {
                hasUnknown = true
            }
        }
        var pin = Pin(
            ecosystem: .pip, name: requirement.name ?? text, version: requirement.version, line: line.number)
        var isLocal = false
        switch requirement.kind {
        case .named:
            break
        case .local(let path):
            isLocal = true
            pin.file = LockedEntry.fileName(path)
        case .url(let url):
            pin.url = url
            pin.file = LockedEntry.fileName(url)
            for algorithm in ContentDigest.Algorithm.allCases.reversed() where algorithm != .h1 {
                guard let hex = Requirement.fragment(url, algorithm.rawValue) else { continue }
                if let digest = DigestText.hex(algorithm, hex) { digests.append(digest) } else { hasUnknown = true }
            }
        }
        pin.digests = digests
        pin.unusable = LockedEntry.judge(digests, hasUnknown: hasUnknown)
        if digests.isEmpty, !hasUnknown {
            if let url = pin.url, LockedEntry.isVersionControl(url) { pin.unusable = .versionControl }
            if isLocal { pin.unusable = .local }
        }
        list.pins.append(pin)
    }
}
