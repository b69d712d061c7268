import Bytes
import Inventory

/// What counts of the `Cargo.toml` in an archive.
struct CargoManifest {
    let name: String?
    let version: String?
    /// Names of what it depends on, in whatever way.
    let dependencies: Set<String>
    /// `build.rs`, or whatever its build script is called; `nil` where there is none, or where only a file would tell.
    let buildScript: String?
    /// Whether it says that there is no build script.
    let refusesBuildScript: Bool
    /// Whether the compiler itself loads it.
    let isMacro: Bool

    private static let tables = [
        "dependencies", "dev-dependencies", "dev_dependencies", "build-dependencies", "build_dependencies",
    ]

    /// Reads the text of a manifest; `nil` where it is none.
    init?(_ bytes: [UInt8]) {
        guard let document = try? TOML.parse(bytes) else { return nil }
        let package = document["package"]?.table ?? document["project"]?.table
        name = package?["name"]?.string
        version = package?["version"]?.string
        buildScript = package?["build"]?.string ?? (package?["build"]?.boolean == true ? "build.rs" : nil)
        refusesBuildScript = package?["build"]?.boolean == false
        let library = document["lib"]?.table
        isMacro = (library?["proc-macro"] ?? library?["proc_macro"])?.boolean ?? false
        var names = Self.names(in: document)
        for target in document["target"]?.table?.entries ?? [] {
            if let table = target.item.table { names.formUnion(Self.names(in: table)) }
        }
        dependencies = names
    }

    private static func names(in table: TOMLTable) -> Set<String> {
        var names: Set<String> = []
        for kind in tables {
            for entry in table[kind]?.table?.entries ?? [] {
                names.insert(entry.item.table?["package"]?.string ?? entry.key)
            }
        }
        return names
    }
}
