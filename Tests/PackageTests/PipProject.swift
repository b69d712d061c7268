import TestSupport

/// A project with a lockfile with hashes, installed by the pip of this host through a cache of its own.
struct PipProject {
    let bench: PackageBench

    init() throws {
        bench = try PackageBench(room: "cache")
    }

    /// Installs into a new place and says what the packages say then.
    func install() throws -> String { try run("install") }

    /// Changes the cache as somebody with another build on the host can.
    func poison(_ how: String) throws { _ = try run("poison", how) }

    /// Registers the lockfile.
    func register() throws {
        let lockfile = bench.room + "/requirements.txt"
        let result = try bench.bezoar(["lock", "add", lockfile, "--db", bench.base.file("m.db")])
        guard result.status == 0 else { throw Program.Failure(description: result.errorText) }
    }

    private func run(_ word: String, _ more: String...) throws -> String {
        let script = fixture("../Tools/pip-cache/project.py")
        return try PackageBench.run([PythonOracle.interpreter, script, word, bench.room] + more)
    }
}
