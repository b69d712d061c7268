import Audit
import Inventory
import Testing

@Test(
    "A link is judged by its text",
    arguments: [
        ("a/link", "file", LinkTarget.inside), ("a/link", "../b", .inside), ("a/link", "../../b", .climbs),
        ("link", "..", .climbs), ("link", ".", .inside), ("link", "", .inside), ("a/b/link", "../../c", .inside),
        ("a/b/link", "../../../c", .climbs), ("link", "/etc/passwd", .absolute), ("link", "/cache/x", .inside),
        ("link", "/cache/../x", .absolute), ("link", "/cachet", .absolute), ("link", "/cache", .inside),
        ("a/b/link", "x/../y", .unclear), ("link", "x/../../y", .climbs), ("link", "./././x", .inside),
        ("a/link", "..//./b", .inside), ("link", "//etc", .absolute),
    ])
func links(path: String, target: String, expected: LinkTarget) {
    #expect(LinkTarget(ByteString(target), at: ByteString(path), in: "/cache") == expected)
}
