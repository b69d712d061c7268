/// The path of a file or folder in `Tests/Fixtures`.
package func fixture(_ path: String) -> String {
    // …/Tests/Support/Fixtures.swift: two parts up lies Tests.
    let folders = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    return "/" + folders + "/Fixtures/" + path
}
