/// What tokens of well-known services look like: a beginning, then so many characters of a kind.
struct TokenShape {
    /// The beginning.
    let prefix: [UInt8]
    /// How many characters follow at least.
    let length: Int
    /// What may follow besides letters and digits.
    let others: [UInt8]
    /// What it is, in words.
    let kind: String

    private init(_ prefix: String, _ length: Int, _ kind: String, others: String = "") {
        self.prefix = Array(prefix.utf8)
        self.length = length
        self.others = Array(others.utf8)
        self.kind = kind
    }

    /// Every shape, by its first byte, so that most bytes of a text need one look.
    static let byFirstByte: [[TokenShape]] = {
        var table = [[TokenShape]](repeating: [], count: 256)
        for shape in all {
            if let first = shape.prefix.first { table[Int(first)].append(shape) }
        }
        return table
    }()

    private static let all = [
        TokenShape("npm_", 30, "npm token"),
        TokenShape("ghp_", 20, "GitHub token"), TokenShape("gho_", 20, "GitHub token"),
        TokenShape("ghu_", 20, "GitHub token"), TokenShape("ghs_", 20, "GitHub token", others: "_-."),
        TokenShape("ghr_", 20, "GitHub token"), TokenShape("github_pat_", 20, "GitHub token", others: "_"),
        TokenShape("glpat-", 16, "GitLab token", others: "_-."), TokenShape("gldt-", 16, "GitLab token", others: "_-."),
        TokenShape("glrt-", 16, "GitLab token", others: "_-."), TokenShape("glcbt-", 16, "GitLab token", others: "_-."),
        TokenShape("glptt-", 16, "GitLab token", others: "_-."),
        TokenShape("AKIA", 16, "AWS access key"), TokenShape("ASIA", 16, "AWS access key"),
        TokenShape("xoxa-", 10, "Slack token", others: "-"), TokenShape("xoxb-", 10, "Slack token", others: "-"),
        TokenShape("xoxe-", 10, "Slack token", others: "-"), TokenShape("xoxo-", 10, "Slack token", others: "-"),
        TokenShape("xoxp-", 10, "Slack token", others: "-"), TokenShape("xoxr-", 10, "Slack token", others: "-"),
        TokenShape("xoxs-", 10, "Slack token", others: "-"), TokenShape("xoxe.", 10, "Slack token", others: "-."),
        TokenShape("xapp-", 10, "Slack token", others: "-"),
        TokenShape("pypi-", 50, "PyPI token", others: "_-"), TokenShape("dckr_pat_", 20, "Docker token", others: "_-"),
        TokenShape("dckr_oat_", 20, "Docker token", others: "_-"), TokenShape("hf_", 30, "Hugging Face token"),
        TokenShape("sk_live_", 16, "Stripe key"), TokenShape("rk_live_", 16, "Stripe key"),
        TokenShape("AIza", 35, "Google key", others: "_-"), TokenShape("ya29.", 20, "Google token", others: "_-"),
        TokenShape("hvs.", 20, "Vault token", others: "_-"), TokenShape("rubygems_", 40, "RubyGems token"),
        TokenShape("cio", 32, "crates.io token"), TokenShape("oy2", 43, "NuGet key"),
        TokenShape("dop_v1_", 40, "DigitalOcean token"), TokenShape("sk-ant-", 20, "API key", others: "_-"),
        TokenShape("sk-proj-", 20, "API key", others: "_-"), TokenShape("AGE-SECRET-KEY-1", 40, "age key"),
        TokenShape("eyJ", 20, "JSON web token", others: "_-.="),
    ]
}
