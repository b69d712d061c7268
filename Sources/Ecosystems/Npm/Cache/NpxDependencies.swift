import Bytes

/// The packages that a `package.json` does not take from a registry.
///
/// ```
///   "a": "^1.0.0"   "b": "latest"   "c": "npm:d@2"          from the registry, which gives each archive a digest
///   "e": "github:x/e"   "f": "file:../f"   "g": "https://…/g.tgz"
/// ```
enum NpxDependencies {
    private static let tables = ["dependencies", "optionalDependencies", "peerDependencies", "devDependencies"]

    /// Their names; none where the text cannot be read.
    static func fromElsewhere(_ bytes: [UInt8]) -> [String] {
        let limits = JSONLimits(size: NpmCacheLimits.manifestSize, values: 200_000, loneSurrogates: .replaced)
        guard let object = (try? JSON.parse(NpmManifest.withoutMark(bytes), limits: limits))?.object else { return [] }
        return tables.flatMap { object[$0]?.object?.members ?? [] }
            .filter { !isOfRegistry($0.value.string ?? "") }.map(\.key)
    }

    private static func isOfRegistry(_ text: String) -> Bool {
        let spec = Blank.trimmedAsJavaScript(Array(text.utf8)[...])
        if spec.starts(with: "npm:".utf8) { return true }
        if spec.first == UInt8(ascii: ".") { return false }
        let isArchive = [".tgz", ".tar", ".tar.gz"].contains { spec.suffix($0.utf8.count).elementsEqual($0.utf8) }
        return !isArchive && !spec.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") }
    }
}
