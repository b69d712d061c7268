/// Programs that are given passwords by options which mean something else to others.
struct SecretProgram {
    /// Its name, without a folder.
    let name: [UInt8]
    /// Options whose value is a password: `-p value`, and `-pvalue`.
    var separate: [UInt8] = []
    var attached: [UInt8] = []
    /// Options whose value is a user and a password, in both forms.
    var pairs: [UInt8] = []
    /// Options without a value, which may stand before those in one word.
    var flags: [UInt8] = []
    /// Whether the options are passwords of `login` alone: `docker run -p` has ports.
    var needsLogin = false
    /// Whether `--user a:b` has a user and a group.
    var hasGroups = false

    /// Bytes of the longest name, and one more.
    static let nameLimit = 24

    private init(
        _ name: String, separate: String = "", attached: String = "", pairs: String = "", flags: String = "",
        needsLogin: Bool = false, hasGroups: Bool = false
    ) {
        self.name = Array(name.utf8)
        self.separate = Array(separate.utf8)
        self.attached = Array(attached.utf8)
        self.pairs = Array(pairs.utf8)
        self.flags = Array(flags.utf8)
        self.needsLogin = needsLogin
        self.hasGroups = hasGroups
    }

    /// The program of this name.
    static func named(_ name: ArraySlice<UInt8>) -> SecretProgram? {
        guard let first = name.first else { return nil }
        return byFirstByte[Int(first)].first { $0.name.elementsEqual(name) }
    }

    /// By their first byte, so that most words need one look.
    private static let byFirstByte: [[SecretProgram]] = {
        var table = [[SecretProgram]](repeating: [], count: 256)
        for program in all {
            if let first = program.name.first { table[Int(first)].append(program) }
        }
        return table
    }()

    private static let all: [SecretProgram] =
        [SecretProgram("curl", pairs: "uU", flags: "sSLfkviIgGaJjlnNOpqRZ#0123456")]
        // Of these `-p value` asks for the password and takes the value for a database.
        + [
            "mysql", "mysqldump", "mysqladmin", "mysqlimport", "mysqlcheck", "mysqlshow", "mysqlslap", "mysqlpump",
            "mariadb", "mariadb-dump", "mariadb-admin", "mariadb-import", "mariadb-check",
        ].map { SecretProgram($0, attached: "p") }
        + ["7z", "7za", "7zr", "7zz"].map { SecretProgram($0, attached: "p") }
        + ["sshpass", "twine", "mongo", "mongosh", "mongodump", "mongorestore", "mongoimport", "mongoexport"]
        .map { SecretProgram($0, separate: "p", attached: "p") }
        + ["redis-cli", "valkey-cli"].map { SecretProgram($0, separate: "a", attached: "a") }
        + ["zip", "unzip"].map { SecretProgram($0, separate: "P", attached: "P", flags: "qojnru") }
        + ["ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldapwhoami", "ldappasswd"]
        .map { SecretProgram($0, separate: "w", attached: "w") }
        + ["helm", "oras", "crane", "skopeo", "az", "oc"]
        .map { SecretProgram($0, separate: "p", attached: "p", needsLogin: true) }
        + ["docker", "podman", "nerdctl", "buildah"]
        .map { SecretProgram($0, separate: "p", attached: "p", needsLogin: true, hasGroups: true) }
        + [
            "kubectl", "docker-compose", "chown", "useradd", "adduser", "usermod", "install", "runuser", "su", "sudo",
            "gosu", "su-exec", "setpriv", "systemd-run", "chroot", "rsync",
        ].map { SecretProgram($0, hasGroups: true) }
}
