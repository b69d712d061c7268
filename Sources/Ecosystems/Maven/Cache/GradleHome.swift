internal import Inventory

/// What lies in Gradle's home beside its caches, and is run or believed by every build.
///
/// ```
///   init.gradle, init.gradle.kts, init.d/*.gradle[.kts]      run before each build
///   gradle.properties                                        options, passwords
/// ```
enum GradleHome {
    private static let secretWords = ["password", "passwd", "secret", "token", "apikey", "api_key", "signing.key"]

    static func read(_ scan: inout MavenScan) {
        // Where only the folder of caches is mounted, a home's files mean nothing.
        for index in scan.files.below(scan.place) where !scan.files.isStopped {
            let path = scan.relative(index)
            let isScript =
                path.starts(with: Array("init.d/".utf8)) || path.elementsEqual("init.gradle".utf8)
                || path.elementsEqual("init.gradle.kts".utf8)
            if isScript {
                MavenCredentials.note(in: index, &scan)
                scan.note(
                    Observation(
                        rule: "startup-hook", grade: "init-script", path: scan.files.files[index].path,
                        message: "A script that Gradle runs before every build lies in the cache"))
            } else if path.elementsEqual("gradle.properties".utf8) {
                readProperties(index, &scan)
            }
        }
    }

    private static func readProperties(_ index: Int, _ scan: inout MavenScan) {
        guard let text = scan.text(index) else { return }
        scan.reading.settled.append(index)
        MavenCredentials.note(text, in: index, &scan)
        for entry in JavaProperties.entries(text) {
            let key = String(decoding: entry.key.map(\.asciiLowercased), as: UTF8.self)
            if secretWords.contains(where: { key.contains($0) }), MavenCredentials.isSecret(entry.value[...]) {
                MavenCredentials.report("password-in-properties", index, &scan)
            }
            let value = String(decoding: entry.value, as: UTF8.self)
            let isAgent = key.hasSuffix("jvmargs") && value.contains("-javaagent:") || key == "org.gradle.java.home"
            if isAgent {
                scan.note(
                    Observation(
                        rule: "startup-hook", grade: "jvm", path: scan.files.files[index].path,
                        message: "Properties in the cache name an agent or another Java for every build",
                        evidence: [Finding.Evidence("key", .bytes(ByteString(entry.key)))]))
            }
        }
    }
}
