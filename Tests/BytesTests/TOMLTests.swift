import Bytes
import Testing

@Suite("TOML")
struct TOMLTests {
    @Test("A document is read with its places")
    func places() throws {
        let table = try TOML.parse(
            Array(
                """
                title = "ä"  # comment
                [owner]
                name.first = 'Tom'
                  ports = [ 1, 0x_ ]
                """.replacing("0x_", with: "0xfF").utf8))
        #expect(table["title"]?.string == "ä")
        let owner = try #require(table["owner"]?.table)
        #expect(table["owner"]?.position == TextPosition(line: 2, column: 1))
        #expect(owner["name"]?.table?["first"]?.string == "Tom")
        #expect(owner.entries[1].keyPosition == TextPosition(line: 4, column: 3))
        let ports = try #require(owner["ports"]?.array)
        #expect(ports.map(\.integer) == [1, 255])
        #expect(ports[1].position == TextPosition(line: 4, column: 16))
    }
}
