// swift-tools-version: 6.2
//
// The house of Bezoar: see docs/architecture.md for the drawing and its reasons. A test compares the edges
// written here with the table there.

import PackageDescription

/// Every Swift target is compiled like this.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableExperimentalFeature("Lifetimes"),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = [], besides: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: besides, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: strict)
}

let package = Package(
    name: "bezoar",
    products: [.executable(name: "bezoar", targets: ["bezoar"])],
    targets: [
        // C edges: headers and inline shims, no logic.

        /// Kernel calls that Swift cannot spell: variadic, macro or `_GNU_SOURCE` ones, and those without a glibc name.
        .target(name: "CLinux"),
        /// libcrypto of OpenSSL 3.
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        /// The SQLite library.
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        /// HTTP/2 framing.
        .systemLibrary(name: "CNghttp2", pkgConfig: "libnghttp2", providers: [.apt(["libnghttp2-dev"])]),
        /// Inflate of the zlib library.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        /// The expat XML parser.
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        /// The YAML event parser.
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        /// The default rules and the default configuration, as bytes inside the executable (`#embed`).
        .target(name: "CEmbed"),

        // The floor: the only rooms where the word `unsafe` may stand. They move bytes and interpret none.

        /// Descriptors, directories beneath a root, status, locks, signals, clocks, Landlock; typed errno.
        room("Linux", ["CLinux"]),
        /// Digests and signatures through libcrypto.
        room("Hashing", ["COpenSSL"]),
        /// Connection, statement, row, transaction; knows none of our tables.
        room("SQLite", ["CSQLite"]),
        /// The embedded files, lent as byte arrays.
        room("Embed", ["CEmbed"]),
        /// Cursor, checked arithmetic, limits, TOML, JSON and MessagePack readers; no I/O, no unsafe.
        room("Bytes"),
        /// Bounded gzip, zlib and deflate streams; zip directories and tar listings, judged entry by entry.
        room("Inflate", ["CZlib", "Bytes"]),
        /// XML and YAML events with limits; no entities, nothing external.
        room("Markup", ["CExpat", "CYAML", "Bytes"]),

        /// Read-only bbolt databases: metas, pages, buckets; consistent reads of a live one. No unsafe.
        room("Bolt", ["Bytes", "Linux"]),
        /// gRPC over a Unix socket to the engines.
        room("EngineAPI", ["CNghttp2", "Bytes", "Linux"]),

        // The vocabulary: plain values and protocols, imports nothing.

        /// The words of the design as values.
        room("Inventory"),

        // The stages: no arrow between any two.

        /// State roots, mount caches, builds, who used what: from BuildKit's files alone.
        room("BuildKit", ["Bolt", "Bytes", "Hashing", "Linux", "Inventory"]),
        /// Parallel depth-first walk of mount caches, hashing on the way.
        room("Walk", ["Linux", "Hashing", "Inventory"]),
        /// What each package manager calls things, how it orders versions, what its lockfiles say.
        room(
            "Ecosystems", ["Bytes", "Hashing", "Inflate", "Inventory", "Markup"],
            besides: ["Cargo/README.md", "Go/README.md", "Maven/README.md", "Npm/README.md", "Pip/Uv/README.md"]),
        /// What was there, when, with which digest: schema, migrations, generations, baselines.
        room("Manifest", ["SQLite", "Hashing", "Linux", "Inventory"]),
        /// Rules as data, and what is judged by them; pure.
        room("Audit", ["Bytes", "Inventory"]),
        /// Takes things out of caches beneath their directories, whoever else writes there, and keeps them as evidence.
        room("Purge", ["Bytes", "Hashing", "Linux", "Inventory"]),
        /// Text, JSON, JSON lines, SARIF: one writer each.
        room("Report", ["Inventory"]),
        /// The agent: what runs when, as children; incidents in a folder; metrics. No cache is read here.
        room("Service", ["Bytes", "Hashing", "Linux", "Inventory"]),

        // The join.

        /// Commands, flags, configuration, exit codes: alone joins the stages.
        room(
            "Commands",
            [
                "Linux", "Hashing", "SQLite", "Embed", "Bytes", "EngineAPI", "Inventory", "BuildKit", "Walk",
                "Ecosystems", "Manifest", "Audit", "Purge", "Report", "Service",
            ]),
        /// `@main`, one file.
        .executableTarget(
            name: "bezoar", dependencies: ["Commands", "Linux"], path: "agent", exclude: ["bezoar.toml"],
            swiftSettings: strict),

        // Tests.

        /// Temporary folders, running a program, digests of a tree: shared by the tests.
        .target(name: "TestSupport", dependencies: ["CLinux", "Linux"], path: "Tests/Support", swiftSettings: strict),
        /// Batches of imagined files, for the tests of the manifest.
        .target(
            name: "ManifestSupport", dependencies: ["Hashing", "Inventory", "Manifest"], path: "Tests/ManifestSupport",
            swiftSettings: strict),
        /// A folder on disk as a cache, for the tests of the readers of packages.
        .target(
            name: "EcosystemsSupport", dependencies: ["Ecosystems", "Hashing", "Inventory", "Linux"],
            path: "Tests/EcosystemsSupport", swiftSettings: strict),
        /// Writes manifests until it is killed, and measures how fast.
        .executableTarget(
            name: "manifest-writer", dependencies: ["Inventory", "Linux", "Manifest", "ManifestSupport"],
            path: "Tests/Tools/manifest-writer", swiftSettings: strict),
        /// Puts files into a quarantine until it is killed.
        .executableTarget(
            name: "quarantine-writer", dependencies: ["Inventory", "Linux", "Purge"],
            path: "Tests/Tools/quarantine-writer", swiftSettings: strict),
        /// Removes as the tests and the benchmark say, in a process that can be killed or made to fail.
        .executableTarget(
            name: "remover", dependencies: ["Inventory", "Linux", "Purge"], path: "Tests/Tools/remover",
            swiftSettings: strict),
        tests("SQLiteTests", ["SQLite", "Linux"]),
        tests("ManifestTests", ["Manifest", "ManifestSupport", "SQLite", "Linux", "Inventory", "manifest-writer"]),
        tests("TidyTests", []),
        tests("BytesTests", ["Bytes"]),
        tests("BoltTests", ["Bolt", "Bytes", "Hashing", "Linux"]),
        tests("BuildKitHistoryTests", ["BuildKit", "Bolt", "Bytes", "Hashing", "Linux", "Inventory"]),
        tests("InflateTests", ["Inflate", "Bytes"]),
        tests("BuildKitLockfileTests", ["BuildKit", "Bytes", "Hashing", "Linux", "Inventory"]),
        tests("LinuxTests", ["Linux"]),
        tests("MarkupTests", ["Markup", "Bytes"]),
        tests("HashingTests", ["Hashing"]),
        tests("WalkTests", ["Walk", "Linux", "Inventory"]),
        tests("EcosystemsTests", ["Ecosystems", "EcosystemsSupport", "Bytes", "Inventory"]),
        tests("PipCacheTests", ["Ecosystems", "EcosystemsSupport", "Bytes", "Inventory"]),
        tests("NpmCacheTests", ["Ecosystems", "EcosystemsSupport", "Bytes", "Inventory"]),
        tests("MavenCacheTests", ["Ecosystems", "EcosystemsSupport", "Bytes", "Inventory"]),
        tests("CargoCacheTests", ["Ecosystems", "EcosystemsSupport", "Bytes", "Inventory"]),
        tests("GoCacheTests", ["Ecosystems", "EcosystemsSupport", "Bytes", "Inventory"]),
        tests("UvCacheTests", ["Ecosystems", "EcosystemsSupport", "Bytes", "Inventory"]),
        tests("NpmStoreTests", ["Ecosystems", "EcosystemsSupport", "Bytes", "Inventory"]),
        tests("AuditTests", ["Audit", "Inventory", "Embed"]),
        tests("PurgeTests", ["Purge", "Bytes", "Hashing", "Inventory", "Linux", "quarantine-writer", "remover"]),
        tests("ReportTests", ["Inventory", "Report"]),
        tests("ServiceTests", ["Service", "Bytes", "Hashing", "Inventory", "Linux", "Report"]),
        tests("BuildKitTests", ["BuildKit", "Bolt", "Bytes", "Linux", "Inventory"]),
        tests(
            "CommandsTests",
            [
                "bezoar", "Audit", "Bytes", "Commands", "Ecosystems", "Embed", "Inventory", "Linux", "Manifest",
                "Report", "Service",
            ]),
        tests("AgentTests", ["bezoar", "Bytes"]),
        tests("LiveTests", ["bezoar", "Bytes"]),
        tests("PackageTests", ["bezoar", "Bytes"]),
        tests("EngineAPITests", ["EngineAPI", "Bytes", "Linux"]),
    ],
    cLanguageStandard: .c2x
)

// Fuzz targets, one per parser: only where they are asked for, since they link with libFuzzer. `Tests/Fuzz/run` builds
// them.
if Context.environment["BEZOAR_FUZZ"] != nil {
    func fuzz(_ parser: String, _ dependencies: [Target.Dependency], exclude: [String] = ["seeds", "words.dict"])
        -> Target
    {
        .executableTarget(
            name: "fuzz-\(parser)", dependencies: dependencies + ["CFuzz"], path: "Tests/Fuzz/\(parser)",
            exclude: exclude,
            swiftSettings: strict)
    }
    package.targets += [
        /// libFuzzer's entry, which Swift cannot name.
        .target(name: "CFuzz", path: "Tests/Fuzz/driver"),
        /// Must fail: proves that a fault is found.
        fuzz("canary", [], exclude: []),
        fuzz("audit-report", ["Bytes", "Commands", "Inventory"]),
        fuzz("bolt", ["Bolt", "Linux"]),
        fuzz("cargo-cache", ["Ecosystems", "EcosystemsSupport", "Inventory"]),
        fuzz("dockerfile-mounts", ["Bytes", "BuildKit", "Inventory"]),
        fuzz("glob", ["Audit", "Inventory"]),
        fuzz("go-cache", ["Ecosystems", "EcosystemsSupport", "Inventory"]),
        fuzz("gradle-verification", ["Ecosystems", "Inventory"]),
        fuzz("grpc", ["EngineAPI"]),
        fuzz("gzip", ["Inflate"]),
        fuzz("http", ["EngineAPI"]),
        fuzz("incident", ["Commands", "Inventory"]),
        fuzz("incident-memory", ["Service"]),
        fuzz("json", ["Bytes"]),
        fuzz("maven-cache", ["Ecosystems", "Inventory"]),
        fuzz("maven-version", ["Ecosystems", "EcosystemsSupport"]),
        fuzz("metrics", ["Bytes", "Inventory", "Report", "Service"]),
        fuzz("metrics-request", ["Service"]),
        fuzz("mountinfo", ["BuildKit", "Inventory"]),
        fuzz("msgpack", ["Bytes"]),
        fuzz("npm-cache", ["Ecosystems", "EcosystemsSupport", "Inventory"]),
        fuzz("npm-stores", ["Ecosystems", "EcosystemsSupport", "Inventory"]),
        fuzz("osv", ["Ecosystems", "Inventory"]),
        fuzz("package-lock", ["Ecosystems", "EcosystemsSupport"]),
        fuzz("package-pattern", ["Ecosystems", "Inventory"]),
        fuzz("pep440", ["Ecosystems", "EcosystemsSupport"]),
        fuzz("pip-cache", ["Ecosystems", "EcosystemsSupport", "Inventory"]),
        fuzz("pnpm-lock", ["Ecosystems", "EcosystemsSupport"]),
        fuzz("pressure", ["Service"]),
        fuzz("protobuf", ["Bytes"]),
        fuzz("provenance", ["Bytes", "BuildKit", "Inventory"]),
        fuzz("purge-bundle", ["Hashing", "Purge"]),
        fuzz("purge-entry", ["Purge"]),
        fuzz("purge-envelope", ["Purge"]),
        fuzz("purge-journal", ["Inventory", "Purge"]),
        fuzz("purge-plan", ["Inventory", "Purge"]),
        fuzz("requirements", ["Ecosystems", "EcosystemsSupport"]),
        fuzz("secrets", ["Bytes"]),
        fuzz("semver", ["Ecosystems", "EcosystemsSupport"]),
        fuzz("status-log", ["Bytes", "BuildKit", "Inventory"]),
        fuzz("step-text", ["BuildKit", "Inventory"]),
        fuzz("tar", ["Inflate"]),
        fuzz("toml", ["Bytes"]),
        fuzz("uv-cache", ["Ecosystems", "EcosystemsSupport", "Inventory"]),
        fuzz("xml", ["Markup", "Bytes"]),
        fuzz("yaml", ["Markup", "Bytes"]),
        fuzz("yarn-lock", ["Ecosystems", "EcosystemsSupport"]),
        fuzz("zip", ["Inflate"]),
    ]
    // All parsers of the rooms in one build, without what joins the rooms.
    if Context.environment["BEZOAR_FUZZ"] == "rooms" {
        let joins = [
            "Commands", "bezoar", "fuzz-audit-report", "fuzz-incident", "manifest-writer", "quarantine-writer",
            "remover",
        ]
        package.targets.removeAll { $0.type == .test || joins.contains($0.name) }
        package.products = []
    }
}
