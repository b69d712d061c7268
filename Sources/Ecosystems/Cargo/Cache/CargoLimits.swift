/// How much one folder of Cargo may ask of its reader. What is above a limit is a trouble, and the rest goes on.
enum CargoLimits {
    /// Bytes of what an index says of one name, and of all of them.
    static let indexSize = 64 << 20
    static let indexes = 4 << 30
    /// Values in one line of an index: features and dependencies.
    static let lineValues = 500_000
    /// Bytes of a `Cargo.toml`.
    static let manifestSize = 4 << 20
    /// Bytes that may come out of one archive, and of all of them. The public registry refuses more than 512 MiB.
    static let crateOutput = 1 << 30
    static let crateOutputs = 64 << 30
    /// Members of one archive.
    static let members = 200_000
    /// Bytes of settings.
    static let settingsSize = 1 << 20
}
