import Ecosystems
import EcosystemsSupport
import Inventory
import Testing

/// Gradle names a folder by a SHA-1 that it writes as a number: leading zeros are not there.
@Suite struct GradleDigestTests {
    /// Bytes whose SHA-1 begins with so many zeros, and that digest.
    private static func content(zeros: Int) throws -> (bytes: [UInt8], hex: String) {
        for number in 0..<2_000_000 {
            let bytes = Array("gradle \(number)".utf8)
            let hex = try #require(MemoryFiles.digest(bytes, .sha1)).hex
            if hex.prefix(while: { $0 == "0" }).count == zeros { return (bytes, hex) }
        }
        throw CacheReadError(.unusable, "no such content")
    }

    private func read(_ folder: String, _ bytes: [UInt8]) -> CacheReading {
        let path = "caches/modules-2/files-2.1/org.acme/lib/1.0/\(folder)/lib-1.0.bin"
        let files = MemoryFiles([ByteString(path): bytes])
        return MavenReader.read(files: files)
    }

    @Test(arguments: [0, 1, 2, 3])
    func shorterNamesAreTheSameDigest(zeros: Int) throws {
        let (bytes, hex) = try Self.content(zeros: zeros)
        for folder in [hex, String(hex.dropFirst(zeros)), hex.uppercased()] {
            let reading = read(folder, bytes)
            #expect(reading.artifacts.map(\.selfCheck) == [.agrees], "\(folder)")
            #expect(reading.observations == [])
            #expect(read(folder, bytes + [1]).observations.map(\.rule) == ["content-address-mismatch"])
        }
    }

    /// Gradle finds a file by its own index: whatever the folder is called, the file may be used.
    @Test(arguments: ["0", "abc", "evil", String(repeating: "a", count: 41)])
    func otherNamesHideNothing(folder: String) {
        let reading = read(folder, [1])
        #expect(reading.artifacts.map(\.name) == ["org.acme:lib"])
        #expect(reading.observations.map(\.rule) == ["content-address-mismatch"])
    }
}

extension MavenReader {
    /// All that is read of these files, which hold one place.
    fileprivate static func read(files: MemoryFiles) -> CacheReading {
        places(in: files).first.map { read($0, of: files) } ?? CacheReading()
    }
}
