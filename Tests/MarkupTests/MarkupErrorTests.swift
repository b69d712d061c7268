import Bytes
import Markup
import Testing

@Suite("Errors of markup")
struct MarkupErrorTests {
    @Test("An error says where")
    func place() {
        let error = MarkupError(
            .refused, format: "XML", reason: "no", offset: 4, position: TextPosition(line: 2, column: 1))
        #expect(error.description == "XML, line 2, column 1: no")
    }
}
