import TestSupport

/// A package manager of which there is a cache that it made itself, a script that poisons such caches, and a lockfile
/// of the project that uses it.
enum SampleClient: String, CaseIterable {
    case pip, npm, maven, gradle, cargo, go, uv, yarn, berry, pnpm

    /// As the document calls it.
    var title: String {
        switch self {
        case .pip: "pip"
        case .npm: "npm"
        case .maven: "Maven"
        case .gradle: "Gradle"
        case .cargo: "Cargo"
        case .go: "Go"
        case .uv: "uv"
        case .yarn: "Yarn 1"
        case .berry: "Yarn 2 and later"
        case .pnpm: "pnpm"
        }
    }

    /// The archive that cases are tried with.
    var archive: String {
        switch self {
        case .pip: "ecosystems/pip/25.3.tar.gz"
        case .npm: "ecosystems/npm/public.tar.gz"
        case .maven: "ecosystems/maven/maven-3.8.tar.gz"
        case .gradle: "ecosystems/maven/gradle.tar.gz"
        case .cargo: "ecosystems/cargo/sample.tar.gz"
        case .go: "ecosystems/go/sample.tar.gz"
        case .uv: "ecosystems/uv/0.13.8.tar.gz"
        case .yarn: "ecosystems/yarn/1.22.19.tar.gz"
        case .berry: "ecosystems/yarn/4.18.0.tar.gz"
        case .pnpm: "ecosystems/pnpm/v10.tar.gz"
        }
    }

    /// Every archive of a clean cache.
    var archives: [String] {
        switch self {
        case .pip:
            ["9.0.3", "10.0.1", "19.3.1", "20.0.2", "22.3.1", "23.2.1", "23.3.2", "25.3", "26.2"].map {
                "ecosystems/pip/\($0).tar.gz"
            }
        case .npm: [archive, "ecosystems/npm/private.tar.gz"]
        case .maven, .gradle, .cargo, .go, .yarn: [archive]
        case .berry: [archive, "ecosystems/yarn/3.6.4.tar.gz"]
        case .pnpm: [archive, "ecosystems/pnpm/v3.tar.gz"]
        case .uv: ["0.4.30", "0.9.30", "0.13.8"].map { "ecosystems/uv/\($0).tar.gz" }
        }
    }

    /// The folder in the archive that is the cache.
    var folder: String { [.pip, .uv, .yarn, .berry, .pnpm].contains(self) ? "/cache" : "" }

    /// Whether each archive brings a lockfile of its own: other forms of the cache have other digests.
    var hasLockfiles: Bool { [.npm, .yarn, .berry, .pnpm].contains(self) }

    /// Whether what was downloaded is kept, so that a lockfile can vouch for it.
    var keepsArchives: Bool { self != .uv && self != .pnpm }

    /// Name of the lockfile.
    var lockfile: String {
        switch self {
        case .pip, .uv: "requirements.txt"
        case .npm: "package-lock.json"
        case .maven: "checksums-central.sha256"
        case .gradle: "verification-metadata.xml"
        case .cargo: "Cargo.lock"
        case .go: "go.sum"
        case .yarn, .berry: "yarn.lock"
        case .pnpm: "pnpm-lock.yaml"
        }
    }

    /// What poisons a cache in the way of a case.
    func poisoning(_ attack: String, _ cache: String) -> [String] {
        switch self {
        case .pip: [PythonOracle.interpreter, fixture("ecosystems/pip/poison.py"), attack, cache]
        case .npm: [PythonOracle.interpreter, fixture("ecosystems/npm/poison.py"), cache, attack]
        case .maven, .gradle:
            [PythonOracle.interpreter, fixture("../Tools/maven-cache/poison.py"), attack, cache]
        case .cargo: [PythonOracle.interpreter, fixture("../Tools/cargo-cache/poison.py"), attack, cache]
        case .go: [PythonOracle.interpreter, fixture("../Tools/go-cache/poison.py"), attack, cache]
        case .uv: [PythonOracle.interpreter, fixture("../Tools/uv-cache/poison.py"), attack, cache]
        case .yarn, .berry: [PythonOracle.interpreter, fixture("../Tools/yarn-cache/poison.py"), attack, cache]
        case .pnpm: [PythonOracle.interpreter, fixture("../Tools/pnpm-store/poison.py"), attack, cache]
        }
    }
}
