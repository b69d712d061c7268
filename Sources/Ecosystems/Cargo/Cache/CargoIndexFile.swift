import Bytes
import Inventory

/// What Cargo keeps of an index about one name.
///
/// ```
///   | 3 | 2 0 0 0 | etag: "…" NUL | 1.0.0 NUL {"name":…} NUL | 1.0.1 NUL {…} NUL |
///    form  format   mark of the     version    line of the index
///   (1…3) (from 2)  whole
/// ```
/// Cargo asks the registry whether the mark is still right, and if so believes every line.
struct CargoIndexFile {
    /// One release.
    struct Release {
        /// As it stands before the line, and in it.
        let key: String
        let name: String
        let version: String
        /// `nil` where the line has none that is one.
        let digest: ContentDigest?
        /// Names of what it depends on; `nil` where they cannot be told.
        let dependencies: Set<String>?
    }

    /// Forms of the file that are known; Cargo passes over those of other times.
    private static let forms: ClosedRange<UInt8> = 1...3

    private(set) var releases: [Release] = []
    /// How many lines cannot be understood.
    private(set) var broken = 0
    /// Whether it is of a form that is known.
    let isKnown: Bool

    /// Reads a whole file.
    init(_ bytes: [UInt8]) {
        guard let form = bytes.first, Self.forms.contains(form) else {
            isKnown = false
            return
        }
        isKnown = true
        var rest = bytes.dropFirst(form == 1 ? 1 : 5)
        guard Self.text(&rest) != nil else {
            broken = 1
            return
        }
        while !rest.isEmpty {
            guard let key = Self.text(&rest), let line = Self.text(&rest) else {
                broken += 1
                return
            }
            guard let release = Self.release(key, line) else {
                broken += 1
                continue
            }
            releases.append(release)
        }
    }

    /// The bytes up to the next zero.
    private static func text(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let end = rest.firstIndex(of: 0) else { return nil }
        let text = rest[..<end]
        rest = rest[(end + 1)...]
        return text
    }

    private static func release(_ key: ArraySlice<UInt8>, _ line: ArraySlice<UInt8>) -> Release? {
        let limits = JSONLimits(size: CargoLimits.indexSize, nesting: 32, values: CargoLimits.lineValues)
        guard let object = (try? JSON.parse(Array(line), limits: limits))?.object, object.duplicateKeys.isEmpty,
            let name = object["name"]?.string, let version = object["vers"]?.string
        else { return nil }
        return Release(
            key: String(decoding: key, as: UTF8.self), name: name, version: version,
            digest: object["cksum"]?.string.flatMap { DigestText.hex(.sha256, $0) },
            dependencies: dependencies(object["deps"]))
    }

    /// `package` is the name where the project gave it another.
    private static func dependencies(_ value: JSONValue?) -> Set<String>? {
        guard let list = value?.array else { return value == nil ? [] : nil }
        var names: Set<String> = []
        for item in list {
            guard let object = item.object, let name = object["package"]?.string ?? object["name"]?.string else {
                return nil
            }
            names.insert(name)
        }
        return names
    }
}
