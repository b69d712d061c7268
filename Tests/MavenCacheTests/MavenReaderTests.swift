import Testing
@Suite("Maven caches") struct MavenReaderTests { @Test func empty() {} }
