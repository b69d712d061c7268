/// The name of a crate's release as files have it: `name-version`.
///
/// ```
///   windows-sys-0.59.0-beta.1+x
///   └── name ─┘ └── version ──┘      a name has no dot, so the version begins behind the last hyphen before the first
/// ```
struct CrateName: Hashable {
    let name: String
    let version: String

    /// Takes `name-version` apart; `nil` where it is none.
    init?(stem: some Collection<UInt8>) {
        let bytes = Array(stem)
        guard let dot = bytes.firstIndex(of: UInt8(ascii: ".")),
            let hyphen = bytes[..<dot].lastIndex(of: UInt8(ascii: "-")), Self.isName(bytes[..<hyphen])
        else { return nil }
        let version = String(decoding: bytes[(hyphen + 1)...], as: UTF8.self)
        guard CargoVersion(version) != nil else { return nil }
        name = String(decoding: bytes[..<hyphen], as: UTF8.self)
        self.version = version
    }

    /// A release by its two parts.
    init(name: String, version: String) {
        self.name = name
        self.version = version
    }

    /// `name-version.crate`.
    var file: String { name + "-" + version + ".crate" }

    /// Letters, digits, `-` and `_`; registries want less, no client more.
    static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }
}
