import Hashing
import Inventory
import Report
import SQLite

/// `bezoar version`.
struct VersionRun {
    private let settings: Settings
    private var console: Console

    init(_ settings: Settings) {
        self.settings = settings
        console = Console(settings)
    }

    mutating func run() throws(CommandFailure) -> ExitCode {
        var report = VersionReport(version: Version.current)
        if settings.verbosity.value == .verbose || settings.format.value != .text {
            report.parts = Self.parts
        }
        let writer = VersionWriter(style: console.style)
        let format = DocumentFormat(rawValue: settings.format.value.rawValue) ?? .text
        let finished = report
        try console.write { output in writer.write(finished, as: format, to: output) }
        return .clean
    }

    /// What the program was built with.
    static var parts: [VersionReport.Part] {
        [
            VersionReport.Part("libcrypto", CryptoLibrary.version),
            VersionReport.Part("SHA-256 kernel", CryptoLibrary.sha256Kernel),
            VersionReport.Part("SQLite", SQLiteLibrary.version),
            VersionReport.Part("build", Self.configuration),
        ]
    }

    private static var configuration: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }
}
