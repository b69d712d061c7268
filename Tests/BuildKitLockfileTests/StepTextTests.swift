import BuildKit
import Inventory
import TestSupport
import Testing

/// Commands in the descriptions of records.
@Suite struct StepTextTests {
    private static func texts(_ description: ByteString) -> [String] {
        StepText.ofMount(description).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func commandsAreFoundInBothForms() {
        #expect(Self.texts("cached mount /c from exec make all") == ["make all"])
        #expect(Self.texts("cached mount /c from exec make all with id \"/x\"").first == "make all")
        #expect(StepText.ofResult("mount / from exec make all") == Array("make all".utf8))
        #expect(StepText.ofResult("mount /x from exec make all") == nil)
        #expect(
            Self.texts("mount / from exec make") == [] && Self.texts("") == [] && Self.texts("cached mount /c") == [])
    }

    @Test func whatLooksLikeAnIDMayBeThePartOfACommand() {
        let tricky = "echo with id \"a\""
        #expect(Self.texts(ByteString("cached mount /c from exec \(tricky)")) == ["echo", tricky])
        let named = Self.texts(ByteString("cached mount /c from exec \(tricky) with id \"/x\""))
        #expect(named == [tricky, tricky + " with id \"/x\""])
        // Quotes in an id are escaped.
        let quoted = Self.texts("cached mount /c from exec make with id \"/a with id \\\"b\\\"\"")
        #expect(quoted.first == "make")
    }
}
