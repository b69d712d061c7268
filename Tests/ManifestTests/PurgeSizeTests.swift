import Inventory
import Manifest
import ManifestSupport
import Testing

/// A plan that the manifest cannot hold is refused for what it is: nothing is damaged.
@Suite struct PurgeSizeTests {
    @Test(arguments: [16 << 20, 64 << 20])
    func aPlanThatIsTooLargeIsRefused(_ size: Int) throws {
        let manifest = try TestManifest()
        let plan = [UInt8](repeating: UInt8(ascii: " "), count: size)
        let error = #expect(throws: ManifestError.self) {
            try manifest.store.beginPurge(command: "x", plan: .zero, document: plan, now: manifest.clock + 2)
        }
        #expect(error?.kind == .refused)
        #expect(error?.description.contains("the plan has \(size) bytes") == true, "\(String(describing: error))")
        #expect(try manifest.store.unfinishedPurges().isEmpty)
    }

    @Test func whatItTakesItGivesBack() throws {
        let manifest = try TestManifest()
        let plan = [UInt8](repeating: UInt8(ascii: " "), count: 15 << 20)
        _ = try manifest.store.beginPurge(command: "x", plan: .zero, document: plan, now: manifest.clock + 2)
        #expect(try manifest.store.unfinishedPurges().map(\.document) == [plan])
    }
}
