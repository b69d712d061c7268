/// Names of Python packages and of their files.
package enum PythonName {
    /// Bytes of the longest file name that is taken apart.
    static let fileLimit = 1024

    /// The form in which names are compared (PEP 503): small letters, each run of `-`, `_` and `.` one hyphen.
    package static func normalized(_ name: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(name.utf8.count)
        var isInRun = false
        for byte in name.utf8 {
            let isSign = PythonVersion.Reader.isSeparator(byte)
            if isSign, isInRun { continue }
            isInRun = isSign
            result.append(isSign ? UInt8(ascii: "-") : byte.asciiLowercased)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Letters, digits and `._-` between them.
    package static func isValid(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard bytes.first?.isASCIIAlphanumeric == true, bytes.last?.isASCIIAlphanumeric == true else { return false }
        return bytes.allSatisfy { $0.isASCIIAlphanumeric || PythonVersion.Reader.isSeparator($0) }
    }

    /// A wheel's file name: `name-version(-build)?-python-abi-platform.whl`.
    package struct Wheel: Hashable, Sendable {
        /// Normalised.
        package var name: String
        /// As written.
        package var version: String
        package var build: String?
        /// Each a set, joined by dots.
        package var python: String
        package var abi: String
        package var platform: String
    }

    /// Takes a wheel's name apart; `nil` where pip would not take it for one.
    package static func wheel(_ file: String) -> Wheel? {
        guard file.utf8.count <= fileLimit, file.hasSuffix(".whl") else { return nil }
        let parts = Array(file.utf8.dropLast(4)).split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 5 || parts.count == 6 else { return nil }
        guard !parts[0].isEmpty, !parts[0].contains("__"),
            parts[0].utf8.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }),
            PythonVersion(parts[1]) != nil
        else { return nil }
        let build = parts.count == 6 ? parts[2] : nil
        if let build, build.utf8.first?.isASCIIDigit != true { return nil }
        let tags = parts.suffix(3).map { $0.lowercased() }
        // Each is a set of one at least.
        guard tags.allSatisfy({ !$0.split(separator: ".", omittingEmptySubsequences: false).contains("") }) else {
            return nil
        }
        return Wheel(
            name: normalized(parts[0]), version: parts[1], build: build, python: tags[0], abi: tags[1],
            platform: tags[2])
    }

    /// A source archive's file name: `name-version.tar.gz` or `.zip`; also the older kinds.
    package static func sourceArchive(_ file: String) -> (name: String, version: String)? {
        guard file.utf8.count <= fileLimit else { return nil }
        for suffix in [".tar.gz", ".zip", ".tar.bz2", ".tgz", ".tar.xz"] where file.hasSuffix(suffix) {
            let stem = file.dropLast(suffix.utf8.count)
            guard let hyphen = stem.lastIndex(of: "-") else { return nil }
            let name = String(stem[..<hyphen])
            let version = String(stem[stem.index(after: hyphen)...])
            guard !name.isEmpty, PythonVersion(version) != nil else { return nil }
            return (normalized(name), version)
        }
        return nil
    }

    /// Name and version of a wheel or source archive.
    package static func ofFile(_ file: String) -> (name: String, version: String)? {
        if let wheel = wheel(file) { return (wheel.name, wheel.version) }
        return sourceArchive(file)
    }
}
