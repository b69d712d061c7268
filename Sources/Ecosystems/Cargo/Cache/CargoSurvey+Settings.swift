import Bytes
import Inventory

/// Last step: settings and tokens, where the folder of Cargo itself is the cache.
extension CargoSurvey {
    /// Keys of programs that every build runs, and variables that it gets.
    private static let programs: Set<String> = [
        "rustc", "rustc-wrapper", "rustc-workspace-wrapper", "rustdoc", "rustflags", "linker", "runner",
        "credential-provider", "global-credential-providers",
    ]

    /// Looks through settings for what changes where packages come from, and what runs.
    mutating func readSettings() {
        for file in credentials {
            scan.reading.settled.append(file)
            guard let content = scan.whole(file, limit: CargoLimits.settingsSize, "the file of tokens") else {
                continue
            }
            guard let document = try? TOML.parse(content) else {
                scan.trouble(file, .malformed, "the file of tokens cannot be understood")
                continue
            }
            if document.entries.contains(where: { $0.item.table?.entries.isEmpty == false }) {
                scan.observe(
                    "credential-in-cache", file,
                    "Tokens of registries lie in the cache; every build that mounts it can read them.",
                    evidence: [Finding.Evidence("kind", .text("token of a registry"))])
            }
        }
        for file in settings {
            scan.reading.settled.append(file)
            guard let content = scan.whole(file, limit: CargoLimits.settingsSize, "the settings") else { continue }
            guard let document = try? TOML.parse(content) else {
                scan.trouble(file, .malformed, "the settings cannot be understood")
                continue
            }
            judge(document, file)
        }
    }

    private mutating func judge(_ document: TOMLTable, _ file: Int) {
        var running: [String] = []
        if document["env"]?.table?.entries.isEmpty == false { running.append("env") }
        var tables: [(String, TOMLTable)] = []
        for entry in document.entries where ["build", "registry", "host"].contains(entry.key) {
            if let table = entry.item.table { tables.append((entry.key, table)) }
        }
        for name in ["target", "registries"] {
            for entry in document[name]?.table?.entries ?? [] {
                if let table = entry.item.table { tables.append((name, table)) }
            }
        }
        for (name, table) in tables {
            for entry in table.entries where Self.programs.contains(entry.key) {
                running.append(name + "." + entry.key)
            }
        }
        if !running.isEmpty {
            scan.observe(
                "startup-hook", grade: "cargo-settings", file,
                "Settings in the cache name what runs in each build that uses it.",
                evidence: [Finding.Evidence("keys", .list(Set(running).sorted().map { .text($0) }))])
        }
        let moved = (document["source"]?.table?.entries ?? []).contains { entry in
            ["replace-with", "registry", "local-registry", "directory", "git"].contains {
                entry.item.table?[$0] != nil
            }
        }
        if moved {
            scan.observe(
                "cached-redirect", grade: "settings", file,
                "Settings in the cache send Cargo to another source of packages.")
        }
        if document["registries"]?.table?.entries.contains(where: { $0.item.table?["token"] != nil }) ?? false
            || document["registry"]?.table?["token"] != nil
        {
            scan.observe(
                "credential-in-cache", file, "Settings in the cache hold the token of a registry.",
                evidence: [Finding.Evidence("kind", .text("token of a registry"))])
        }
    }
}
