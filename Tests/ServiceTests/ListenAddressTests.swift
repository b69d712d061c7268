import Service
import TestSupport
import Testing

/// Addresses, compared with Python's reader of them.
struct ListenAddressTests {
    private static let texts = [
        "127.0.0.1:9465", "0.0.0.0:1", "255.255.255.255:65535", "[::1]:9465", "[::]:0", "[1::]:2",
        "[::ffff:1]:2", "[1:2:3:4:5:6:7:8]:2", "[1:2:3:4:5:6:7::]:2", "[::2:3:4:5:6:7:8]:2", "[fe80::1]:9465",
        "[2001:DB8::a]:1",
    ]
    private static let wrong = [
        "", ":", ":9465", "9465", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1",
        "127.0.0.1: 1", "127.0.0:1", "127.0.0.0.1:1", "127.0.0.256:1", "127.0.0.01:1", "127.0.0.+1:1", "::1:9465",
        "[::1]", "[::1:9465", "[1::2::3]:1", "[1:2:3:4:5:6:7]:1", "[1:2:3:4:5:6:7:8:9]:1", "[12345::]:1", "[g::]:1",
        "[:::]:1", "[1:2:3:4:5:6:7:8::]:1", "[+1::]:1", "example.com:80", "localhost:80", "[fe80::1%eth0]:1", "[]:1",
        "[::1]x:1",
    ]

    @Test func addressesAreReadAsElsewhere() throws {
        let script = """
            import ipaddress, sys
            for line in sys.stdin.read().split("\\n"):
                host, _, port = line.rpartition(":")
                print(ipaddress.ip_address(host.strip("[]")).packed.hex(), port)
            """
        let input = Array(Self.texts.joined(separator: "\n").utf8)
        let answer = try Program.run([PythonOracle.interpreter, "-c", script], input: input)
        #expect(answer.status == 0, "\(answer.errorText)")
        let lines = answer.outputText.split(separator: "\n").map(String.init)
        #expect(lines.count == Self.texts.count)
        for (text, line) in zip(Self.texts, lines) {
            let address = try #require(ListenAddress(text), "\(text)")
            let hex = address.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect("\(hex) \(address.port)" == line, "\(text)")
            #expect(ListenAddress(address.description) == address, "\(address)")
        }
    }

    @Test(arguments: wrong) func whatIsNoAddress(text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test func whatOnlyThisHostReaches() {
        #expect(ListenAddress("127.9.9.9:1")?.isLoopback == true)
        #expect(ListenAddress("[::1]:1")?.isLoopback == true)
        #expect(ListenAddress("0.0.0.0:1")?.isLoopback == false)
        #expect(ListenAddress("[::]:1")?.isLoopback == false)
    }
}
