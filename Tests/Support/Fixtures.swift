/// The path of a file or folder in `Tests/Fixtures`.
package func fixture(_ path: String) -> String {
    // …/Tests/Support/Fixtures.swift: two parts up lies Tests.
    let folders = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    return "/" + folders + "/Fixtures/" + path
}

/// The path of a file of the repository.
package func repositoryFile(_ path: String) -> String {
    "/" + fixture("").split(separator: "/").dropLast(2).joined(separator: "/") + "/" + path
}

/// Runs a Python script, named like a fixture, which must end well.
package func runScript(_ path: String, _ words: String...) throws {
    let result = try Program.run(
        [PythonOracle.interpreter, fixture(path)] + words, environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    guard result.status == 0 else { throw Program.Failure(description: "\(path): \(result.errorText)") }
}

/// Unpacks `Tests/Fixtures/NAME.tar.gz` into a folder that is there; the options are tar's.
package func unpackFixture(_ name: String, to folder: String, _ options: [String] = []) throws {
    let archive = fixture(name + ".tar.gz")
    let result = try Program.run(["tar", "-xzf", archive, "-C", folder, "--no-same-owner"] + options)
    // A device node that an ordinary user may not make is no part of what is tested.
    guard result.status == 0 || result.errorText.contains("mknod") else {
        throw Program.Failure(description: "\(name): \(result.errorText)")
    }
}
