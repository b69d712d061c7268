import TestSupport

/// A package manager of which there is a cache that it made itself, a script that poisons such caches, and a lockfile
/// of the project that uses it.
enum SampleClient: String, CaseIterable {
    case pip, npm, maven, gradle

    /// As the document calls it.
    var title: String {
        switch self {
        case .pip: "pip"
        case .npm: "npm"
        case .maven: "Maven"
        case .gradle: "Gradle"
        }
    }

    /// The archive that cases are tried with.
    var archive: String {
        switch self {
        case .pip: "ecosystems/pip/25.3.tar.gz"
        case .npm: "ecosystems/npm/public.tar.gz"
        case .maven: "ecosystems/maven/maven-3.8.tar.gz"
        case .gradle: "ecosystems/maven/gradle.tar.gz"
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
        case .maven, .gradle: [archive]
        }
    }

    /// The folder in the archive that is the cache.
    var folder: String { self == .pip ? "/cache" : "" }

    /// Name of the lockfile.
    var lockfile: String {
        switch self {
        case .pip: "requirements.txt"
        case .npm: "package-lock.json"
        case .maven: "checksums-central.sha256"
        case .gradle: "verification-metadata.xml"
        }
    }

    /// What poisons a cache in the way of a case.
    func poisoning(_ attack: String, _ cache: String) -> [String] {
        switch self {
        case .pip: [PythonOracle.interpreter, fixture("ecosystems/pip/poison.py"), attack, cache]
        case .npm: [PythonOracle.interpreter, fixture("ecosystems/npm/poison.py"), cache, attack]
        case .maven, .gradle:
            [PythonOracle.interpreter, fixture("../Tools/maven-cache/poison.py"), attack, cache]
        }
    }
}
