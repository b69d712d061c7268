import Glibc
import Testing

/// Runs one check of `Tests/Fixtures/report/oracle.py` over files that a test wrote.
///
/// The interpreter is the one that `BEZOAR_PYTHON` names, else `python3`.
struct PythonOracle {
    /// What the script printed, and whether it was content.
    struct Answer {
        var isContent: Bool
        var text: String
    }

    /// The repository's folder, found from this file's place.
    static let repository: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(3).joined(separator: "/")
    }()

    private let folder: String

    /// Makes an empty temporary folder.
    init() throws {
        folder = "/tmp/report-oracle-" + String(UInt64.random(in: 0...UInt64.max), radix: 16)
        guard unsafe mkdir(folder, 0o700) == 0 else { throw OracleError.cannotPrepare(folder) }
    }

    /// Runs the check with the contents as files, in order.
    func check(_ name: String, _ contents: [[UInt8]], _ arguments: [String] = []) throws -> Answer {
        defer { _ = unsafe system("rm -r '\(folder)'") }
        var words = [Self.repository + "/Tests/Fixtures/report/oracle.py", name]
        for (index, content) in contents.enumerated() {
            let path = "\(folder)/\(index)"
            try write(content, path)
            words.append(path)
        }
        let line = (words + arguments).map { "'\($0)'" }.joined(separator: " ")
        let status = unsafe system("${BEZOAR_PYTHON:-python3} \(line) > '\(folder)/answer' 2>&1")
        return Answer(isContent: status == 0, text: read("\(folder)/answer"))
    }

    private func write(_ bytes: [UInt8], _ path: String) throws {
        guard let file = unsafe fopen(path, "w") else { throw OracleError.cannotPrepare(path) }
        let written = unsafe fwrite(bytes, 1, bytes.count, file)
        guard unsafe fclose(file) == 0, written == bytes.count else { throw OracleError.cannotPrepare(path) }
    }

    private func read(_ path: String) -> String {
        guard let file = unsafe fopen(path, "r") else { return "" }
        defer { _ = unsafe fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = unsafe fread(&buffer, 1, buffer.count, file)
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }
}

enum OracleError: Error {
    case cannotPrepare(String)
}
