import Bytes
import Testing

/// What is taken for a secret, and what looks like one and is none.
@Suite("Secrets in texts")
struct SecretFinderTests {
    private static let mark = Array("[redacted]".utf8)

    private static func clean(_ text: String, _ reading: SecretFinder.Reading = .text) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var start = 0
        for hit in SecretFinder.hits(in: bytes, reading: reading) {
            result += bytes[start..<hit.range.lowerBound] + mark
            start = hit.range.upperBound
        }
        return String(decoding: result + bytes[start...], as: UTF8.self)
    }

    @Test(
        "Addresses",
        arguments: [
            ("https://HIDE:@host/a.git", "https://[redacted]@host/a.git"),
            ("https://ghp_x@github.com/a", "https://[redacted]@github.com/a"),
            ("https://x-access-token:HIDE@github.com/a", "https://[redacted]@github.com/a"),
            ("https://:HIDE@host/", "https://[redacted]@host/"), ("HTTPS://u:HIDE@host", "HTTPS://[redacted]@host"),
            ("//u:HIDE@host/a", "//[redacted]@host/a"), ("see //u:HIDE@host/a", "see //[redacted]@host/a"),
            ("//abcdefghijklmnopqrst@host/", "//[redacted]@host/"),
            ("https://u:HI#DE@host/a#main", "https://[redacted]@host/a#main"),
            ("https://u:HI?DE@host/a", "https://[redacted]@host/a"),
            ("https://u:HI/DE@host/a", "https://[redacted]@host/a"),
            ("https://u:HI@DE@host/a", "https://[redacted]@host/a"),
            ("postgres://u:HIDE@db:5432/x", "postgres://[redacted]@db:5432/x"),
            ("git+https://HIDE@host/x", "git+https://[redacted]@host/x"),
            ("\"https://HIDE:@h/\"", "\"https://[redacted]@h/\""),
            ("ARG X=https://HIDE:@h/", "ARG X=https://[redacted]@h/"),
            ("https://h/?sv=2&sig=HIDE", "https://h/?sv=2&sig=[redacted]"),
            ("https://h/a?X-Amz-Signature=HIDE", "https://h/a?X-Amz-Signature=[redacted]"),
            ("curl https://h/?signature=HIDE -o x", "curl https://h/?signature=[redacted] -o x"),
        ])
    func addresses(text: String, expected: String) {
        #expect(Self.clean(text) == expected)
    }

    @Test(
        "Addresses without a secret",
        arguments: [
            "ssh://git@host/a", "https://git@github.com/a", "git@host:a/b.git", "https://host:8080/@scope/name",
            "https://host:${PORT}/@scope/name", "https://host/a@1.2#x", "https://host?mail=a@b.c", "https://host#a@b",
            "https://$TOKEN@host/", "https://u:${TOKEN}@host/", "https://${USER}:${TOKEN}@host/", "// a: b@c",
            "//@scope/x", "docker-image://alpine:3.20@sha256:abc", "https://[::1]:80/a@b", "npm:name@1.2.3",
            "//registry.example:4873/a@b", "https://:@host/", "file:///a/b@c", "a//b", "https://h/?signal=9&sigma=3",
            "https://host/%2f", "//", "://", "https://@", "http://localhost:3000", "mailto://", "sig=1 signature=x",
        ])
    func plainAddresses(text: String) {
        #expect(Self.clean(text) == text)
    }

    @Test(
        "What is known to be an address needs no scheme",
        arguments: [
            ("user:HIDE@host:g/d.git", "[redacted]@host:g/d.git"), ("https:/u:HIDE@host/a", "https:/[redacted]@host/a"),
            ("git+https:u:HIDE@x/y", "[redacted]@x/y"),
            ("https://h/c.git;token=HIDE", "https://h/c.git;token=[redacted]"),
            ("git@host:a/b", "git@host:a/b"), ("host:a/b", "host:a/b"), ("https://h/auth:x@1", "https://h/auth:x@1"),
            ("C:\\work@2", "C:\\work@2"), ("a:3@sha256:0", "a:3@sha256:0"), ("", ""), ("@", "@"), ("a@b", "a@b"),
        ])
    func bareAddresses(text: String, expected: String) {
        #expect(Self.clean(text, .address) == expected)
    }

    @Test(
        "Names and their values",
        arguments: [
            ("ENV DB_PASS=HIDE", "ENV DB_PASS=[redacted]"), ("ENV DB_PASS HIDE", "ENV DB_PASS [redacted]"),
            ("PGPASS=HIDE", "PGPASS=[redacted]"), ("smtpPass: HIDE", "smtpPass: [redacted]"),
            ("{\"pass\": \"HIDE\"}", "{\"pass\": \"[redacted]\"}"), ("pass:HIDE", "pass:[redacted]"),
            ("DEPLOY_KEY=HIDEHIDE", "DEPLOY_KEY=[redacted]"), ("RAILS_MASTER_KEY=HIDE", "RAILS_MASTER_KEY=[redacted]"),
            ("ENV STRIPE_KEY HIDE", "ENV STRIPE_KEY [redacted]"), ("sshkey=HIDE", "sshkey=[redacted]"),
            ("AccountKey=HIDE==", "AccountKey=[redacted]"), ("encryption-key: HIDE", "encryption-key: [redacted]"),
            ("DB_PASS=12345678", "DB_PASS=[redacted]"), ("clientSecret=HIDE", "clientSecret=[redacted]"),
            ("--pass HIDE", "--pass [redacted]"), ("--ssl-key=HIDE", "--ssl-key=[redacted]"),
        ])
    func names(text: String, expected: String) {
        #expect(Self.clean(text) == expected)
    }

    @Test(
        "Names that only sound like it",
        arguments: [
            "compass=1a", "BYPASS=always", "bypass: everything", "ENV COMPASS north", "pass: 12 of 14", "passed=yes",
            "first_pass=quick", "--single-pass=encode", "KEY=value", "key: value", "\"key\": \"a\"",
            "PUBLIC_KEY=abcdef", "CACHE_KEY=abcdef", "primary_key: number", "sort-key=name-of-it",
            "ENV GPG_KEY A035C8C19219BA821ECEA86B64E628F8D684696D", "NGINX_GPGKEY=573BFD6B3D8FBC641079A6",
            "SSL_KEY=/etc/ssl/a.key", "DB_PASS=$DB_PASS", "DB_PASS=", "DB_PASS=none", "HAS_PASS=true",
            "SIGNING_KEY_FILE=a", "monkey=banana", "hotkey=ctrl", "TURNKEY=abcdef", "DB_PASS=<password>",
            "ENV DEPLOY_KEY $KEY", "keyboard=us", "--key-type=rsa", "surpass=abcdef", "render_pass=shadow",
            "API_KEY_URL=https://h/", "passthrough=abcdef", "pass=1", "pin=1234",
        ])
    func harmlessNames(text: String) {
        #expect(Self.clean(text) == text)
    }

    @Test(
        "Options of programs",
        arguments: [
            ("curl --user=me:HIDE h", "curl --user=[redacted] h"), ("curl -ume:HIDE h", "curl -u[redacted] h"),
            ("curl --user me:HIDE h", "curl --user [redacted] h"), ("curl -u  me:HIDE h", "curl -u  [redacted] h"),
            ("/usr/bin/curl -sSfume:HIDE h", "/usr/bin/curl -sSfu[redacted] h"),
            ("curl -u HIDE: h", "curl -u [redacted] h"),
            ("curl -sSu 'me:HI DE' h", "curl -sSu '[redacted]' h"), ("curl -U p:HIDE h", "curl -U [redacted] h"),
            ("curl --proxy-user p:HIDE h", "curl --proxy-user [redacted] h"),
            ("sudo -u app curl -ume:HIDE h", "sudo -u app curl -u[redacted] h"),
            ("x=$(curl -ume:HIDE h)", "x=$(curl -u[redacted] h)"),
            ("[\"curl\", \"-u\", \"me:HIDE\"]", "[\"curl\", \"-u\", \"[redacted]\"]"),
            ("[\"curl\",\"-ume:HIDE\"]", "[\"curl\",\"-u[redacted]\"]"),
            ("mysql -uroot -pHIDE db", "mysql -uroot -p[redacted] db"),
            ("mysqldump -p'HIDE' a", "mysqldump -p'[redacted]' a"),
            ("sh -c \"mysql -pHIDE\"", "sh -c \"mysql -p[redacted]\""), ("mariadb -p1234 a", "mariadb -p[redacted] a"),
            ("docker run mysql && mysql \\\n -pHIDE", "docker run mysql && mysql \\\n -p[redacted]"),
            ("sshpass -p HIDE ssh h", "sshpass -p [redacted] ssh h"),
            ("sshpass -pHIDE ssh h", "sshpass -p[redacted] ssh h"),
            ("docker login -u me -p HIDE h", "docker login -u me -p [redacted] h"),
            ("redis-cli -h a -a HIDE", "redis-cli -h a -a [redacted]"),
            ("unzip -P HIDE a.zip", "unzip -P [redacted] a.zip"),
            ("7z x -pHIDE a.7z", "7z x -p[redacted] a.7z"), ("twine upload -p HIDE x", "twine upload -p [redacted] x"),
            ("skopeo copy --src-creds me:HIDE a b", "skopeo copy --src-creds [redacted] a b"),
            ("ldapsearch -w HIDE -x", "ldapsearch -w [redacted] -x"),
            ("process -u me:HIDE failed", "process -u [redacted] failed"),
        ])
    func options(text: String, expected: String) {
        #expect(Self.clean(text) == expected)
    }

    @Test(
        "The same options of others",
        arguments: [
            "useradd --user=1000:1000 x", "docker run --user=1000:1000 x", "docker run -u node:node x",
            "docker run --user app:staff x", "chown --user app:staff x", "docker run -p8080:80 x",
            "docker run -p 8080:80 x",
            "docker run --name mysql -p3306:3306 x", "mkdir -p /a/b", "mkdir -pv /a", "ssh -p 2222 h", "ssh -p2222 h",
            "cp -pR a b", "tar -xpf a", "mysql -p db", "mysql -uroot db", "mysql -p\"$PW\" db", "mysql && mkdir -pv a",
            "mysql -e 'x'\nmkdir -pv a", "[\"mysql\", \"-p\", \"db\"]", "curl -u me:$PW h", "curl -u \"$USER:$PW\" h",
            "curl -o a:b h", "curl -sSL h", "apt-get install -y mysql-client -pv", "unzip -p a.zip b", "zip -r a b",
            "docker login -u me --password-stdin", "docker login -p $PW", "docker login -p -x",
            "su -c x -u a:b", "npm i -p", "curl", "curl -", "curl -u", "mysql -p", "[\"curl\", \"-u\"]", "-", "--",
            "-u ",
            "psql -p 5432 -U me", "--user", "--user=", "kubectl cp -u a:b", "crane -p x",
        ])
    func harmlessOptions(text: String) {
        #expect(Self.clean(text) == text)
    }

    @Test("In a name nothing but addresses and tokens count")
    func identifiers() {
        #expect(Self.clean("registry/auth:latest", .name) == "registry/auth:latest")
        #expect(Self.clean("TOKEN=abc", .name) == "TOKEN=abc")
        #expect(Self.clean("https://HIDE:@h/TOKEN=abc", .name) == "https://[redacted]@h/TOKEN=abc")
        #expect(Self.clean("/AKIAABCDEFGHIJKLMNOP", .name) == "/[redacted]")
    }

    @Test("Values of arguments")
    func arguments() {
        func isSecret(_ name: String, _ value: String) -> Bool { SecretName.isSecret(name.utf8, value: value.utf8) }
        #expect(isSecret("DB_PASS", "abc") && isSecret("DEPLOY_KEY", "abcdef") && isSecret("TOKEN", "x"))
        #expect(!isSecret("DB_PASS", "") && !isSecret("TOKEN", "") && !isSecret("ENABLE_AUTH", "true"))
        #expect(!isSecret("PUBLIC_KEY", "abcdef") && !isSecret("SSL_KEY", "/a") && !isSecret("K", "abcdef"))
    }
}
