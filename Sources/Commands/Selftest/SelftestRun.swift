struct SelftestRun {
    init(_ s: Settings) {}

    mutating func run() throws(CommandFailure) -> ExitCode { .clean }
}
