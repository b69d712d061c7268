import Inventory
import Linux
import Service
import TestSupport
import Testing

/// The folder that incidents are put into.
@Suite struct IncidentFolderTests {
    private let tree: TestTree

    init() throws {
        tree = try TestTree()
    }

    /// Understands a file whose first byte is a letter.
    private static func folder() -> IncidentFolder {
        IncidentFolder { bytes, path in
            guard let first = bytes.first, first >= 0x61 else { return .refused(["\(path.bytes.count): wrong"]) }
            return .named(String(decoding: bytes, as: UTF8.self))
        }
    }

    private var path: ByteString { ByteString(tree.path) }
    /// Long after everything was written.
    private var later: Int64 { Clock.now + 3600 * TimeSpan.second }

    private func names(_ news: IncidentFolder.News) -> [String] {
        news.entries.map { entry in if case .named(let name) = entry.reading { name } else { "!" } }
    }

    @Test func whatIsNewOrChanged() throws {
        var folder = Self.folder()
        #expect(try folder.look(at: path, now: later) == IncidentFolder.News())
        try tree.write("b.toml", "beta")
        try tree.write("a.toml", "alpha")
        try tree.write("README", "no incident")
        try tree.write(".hidden.toml", "hidden")
        #expect(try names(folder.look(at: path, now: later)) == ["alpha", "beta"])
        #expect(try folder.look(at: path, now: later).entries.isEmpty)
        try tree.write("a.toml", "another")
        #expect(try names(folder.look(at: path, now: later)) == ["another"])
        // The same content again is nothing new.
        try tree.write("b.toml", "beta")
        #expect(try folder.look(at: path, now: later).entries.isEmpty)
        try tree.remove("a.toml")
        #expect(try folder.look(at: path, now: later).entries.isEmpty)
        #expect(folder.entries.map(\.path) == [path.appending("b.toml")])
    }

    /// Reports and metrics go by the name: two files with one would hide each other.
    @Test func oneNameStandsForOneFile() throws {
        var folder = Self.folder()
        try tree.write("a.toml", "same")
        try tree.write("b.toml", "same")
        let news = try folder.look(at: path, now: later)
        #expect(names(news) == ["same", "!"])
        guard case .refused(let reasons) = news.entries.last?.reading else {
            Issue.record("the second counts, too")
            return
        }
        #expect(reasons == ["a.toml declares the same `name`; give each incident its own"])
        #expect(try folder.look(at: path, now: later).entries.isEmpty)
        // The first is gone: now it is the other's.
        try tree.remove("a.toml")
        #expect(try names(folder.look(at: path, now: later)) == ["same"])
        #expect(folder.entries.map(\.path) == [path.appending("b.toml")])
    }

    /// A pipe in the place of a file holds up nobody.
    @Test func aPipeIsRefused() throws {
        var folder = Self.folder()
        try tree.makeFIFO("a.toml")
        #expect(try names(folder.look(at: path, now: later)) == ["!"])
    }

    @Test func whatIsStillBeingWrittenWaits() throws {
        var folder = Self.folder()
        try tree.write("a.toml", "alpha")
        let news = try folder.look(at: path, now: Clock.now)
        #expect(news.entries.isEmpty && news.isSettling)
        #expect(folder.entries.isEmpty)
        // A clock that was set back must not make it wait for ever.
        #expect(try names(folder.look(at: path, now: 0)) == ["alpha"])
        try tree.write("a.toml", "half")
        #expect(try folder.look(at: path, now: Clock.now).isSettling)
        #expect(folder.entries.count == 1, "what was there before stays until then")
    }

    /// As kubelet does it: files are links into a link that is swapped.
    @Test func aConfigMap() throws {
        var folder = Self.folder()
        try tree.write("..2026_1/a.toml", "alpha")
        try tree.link("..data", to: "..2026_1")
        try tree.link("a.toml", to: "..data/a.toml")
        #expect(try names(folder.look(at: path, now: later)) == ["alpha"])
        try tree.write("..2026_2/a.toml", "gamma")
        try tree.link("..data_tmp", to: "..2026_2")
        try tree.rename("..data_tmp", to: "..data")
        #expect(try names(folder.look(at: path, now: later)) == ["gamma"])
        try tree.remove("..2026_2")
        #expect(try folder.look(at: path, now: later).entries.isEmpty)
        #expect(folder.entries.isEmpty)
    }

    @Test func whatIsRefused() throws {
        var folder = Self.folder()
        try tree.write("a.toml", "1")
        try tree.makeFolder("b.toml")
        try tree.makeFIFO("c.toml")
        try tree.writeSparse("d.toml", size: Int64(IncidentFolder.Limit.size) + 1)
        try tree.write("e.toml", "echo")
        try tree.setMode("e.toml", 0o666)
        let news = try folder.look(at: path, now: later)
        #expect(news.entries.count == 5)
        let reasons = news.entries.compactMap { entry in
            if case .refused(let reasons) = entry.reading { reasons.first } else { nil }
        }
        #expect(reasons.count == 5)
        #expect(reasons[1] == "it is no file" && reasons[2] == "it is no file")
        #expect(reasons[3].contains("at most"))
        #expect(reasons[4].contains("may write"))
    }

    @Test func onlyTheFirstHundred() throws {
        var folder = Self.folder()
        for number in 0..<IncidentFolder.Limit.files + 3 { try tree.write("f\(number + 1000).toml", "x\(number)") }
        let news = try folder.look(at: path, now: later)
        #expect(news.entries.count == IncidentFolder.Limit.files && news.unseen == 3)
    }

    @Test func whereOthersMayWriteNothingIsRead() throws {
        var folder = Self.folder()
        try tree.makeFolder("open")
        try tree.write("open/a.toml", "alpha")
        try tree.setMode("open", 0o777)
        #expect(throws: IncidentFolderError.openToOthers) {
            try folder.look(at: path.appending("open"), now: later)
        }
        #expect(throws: IncidentFolderError.self) { try folder.look(at: path.appending("absent"), now: later) }
        try tree.setMode("open", 0o755)
        #expect(try names(folder.look(at: path.appending("open"), now: later)) == ["alpha"])
    }

    @Test func theKernelTells() throws {
        try tree.write("..1/a.toml", "alpha")
        let watch = try FolderWatch(tree.bytes())
        #expect(watch.look() == .nothing)
        try tree.write("a.toml", "alpha")
        #expect(watch.look() == .changed)
        #expect(watch.look() == .nothing)
        try tree.link("..data", to: "..1")
        #expect(watch.look() == .changed)
        try tree.link("..tmp", to: "..1")
        _ = watch.look()
        try tree.rename("..tmp", to: "..data")
        #expect(watch.look() == .changed)
        try tree.makeFolder("inner")
        let inner = try FolderWatch(tree.bytes("inner"))
        try tree.remove("inner")
        #expect(inner.look() == .gone)
        #expect(throws: SystemError.self) { _ = try FolderWatch(tree.bytes("absent")) }
    }
}
