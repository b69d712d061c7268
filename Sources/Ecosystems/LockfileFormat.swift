package import Bytes
package import Inventory

/// The lockfiles that can be read; the raw value is the word in every output.
package enum LockfileFormat: String, Sendable, CaseIterable {
    case requirements = "requirements.txt"
    case pipfile = "Pipfile.lock"
    case poetry = "poetry.lock"
    case pdm = "pdm.lock"
    case uv = "uv.lock"
    case pylock = "pylock.toml"
    case packageLock = "package-lock.json"
    case yarn = "yarn.lock"
    case pnpm = "pnpm-lock.yaml"
    case mavenLockfile = "lockfile.json"
    case trustedChecksums = "checksums"
    case gradleVerification = "verification-metadata.xml"
    case cargo = "Cargo.lock"
    case goSum = "go.sum"

    /// The format that a file's name says; `nil` for other files.
    package init?(fileName: String) {
        switch fileName {
        case "Pipfile.lock": self = .pipfile
        case "poetry.lock": self = .poetry
        case "pdm.lock": self = .pdm
        case "uv.lock": self = .uv
        case "package-lock.json", "npm-shrinkwrap.json": self = .packageLock
        case "yarn.lock": self = .yarn
        case "pnpm-lock.yaml": self = .pnpm
        // One for each branch of the repository, where the project asks for that.
        case _ where fileName.hasPrefix("pnpm-lock.") && fileName.hasSuffix(".yaml"): self = .pnpm
        case "lockfile.json": self = .mavenLockfile
        case "verification-metadata.xml": self = .gradleVerification
        case "Cargo.lock": self = .cargo
        case "go.sum", "go.work.sum": self = .goSum
        case _ where fileName == "pylock.toml" || fileName.hasPrefix("pylock.") && fileName.hasSuffix(".toml"):
            self = .pylock
        case _ where fileName.hasPrefix("checksums") && TrustedChecksums.algorithm(ofFile: fileName) != nil:
            self = .trustedChecksums
        case _
        where fileName.hasSuffix(".txt") && (fileName.contains("requirements") || fileName.contains("constraints")):
            self = .requirements
        default: return nil
        }
    }

    /// Reads a lockfile of this format; the name tells the algorithm where the content does not.
    package func read(_ bytes: Span<UInt8>, fileName: String) throws(ParseError) -> PinList {
        switch self {
        case .requirements: return try RequirementsFile.read(bytes)
        case .pipfile: return try PipfileLock.read(bytes)
        case .poetry, .pdm: return try PoetryLock.read(bytes)
        case .uv: return try UVLock.read(bytes)
        case .pylock: return try PyLock.read(bytes)
        case .packageLock: return try PackageLock.read(bytes)
        case .yarn: return try YarnLock.read(bytes)
        case .pnpm: return try PnpmLock.read(bytes)
        case .mavenLockfile: return try MavenLockfile.read(bytes)
        case .gradleVerification: return try GradleVerification.read(bytes)
        case .cargo: return try CargoLock.read(bytes)
        case .goSum: return try GoSum.read(bytes)
        case .trustedChecksums:
            guard let algorithm = TrustedChecksums.algorithm(ofFile: fileName) else {
                throw ParseError(
                    format: TrustedChecksums.format, reason: "the name does not end in an algorithm", offset: 0)
            }
            return try TrustedChecksums.summary(bytes, algorithm: algorithm)
        }
    }
}
