struct SelftestRun { init(_ s: Settings) {}
 func run() throws(CommandFailure) -> ExitCode { .clean } }
