internal import Inventory
internal import SQLite

/// A row of `build_note`: a fact of a build that comes as a list.
struct BuildNoteRow: ListedRow {
    /// What the fact is; the raw value stands in the database.
    enum Kind: String {
        /// Id of a secret that a step asked for.
        case secret
        /// Network mode of a step.
        case network
        /// Place of something that looks like a credential; `detail` says like what.
        case credential
    }

    var build: Int64
    /// Place in the build's list.
    var position: Int64
    var kind: String
    var name: [UInt8]
    var detail: String

    static let tag = RowTag.buildNote
    static let columns = "build, position, kind, name, detail"
    static let columnCount: Int32 = 5

    init(build: Int64, position: Int64, kind: Kind, name: [UInt8], detail: String = "") {
        self.build = build
        self.position = position
        self.kind = kind.rawValue
        self.name = name
        self.detail = detail
    }

    init(from row: borrowing Statement) {
        build = row.integer(at: 0)
        position = row.integer(at: 1)
        kind = row.text(at: 2) ?? ""
        name = row.blob(at: 3) ?? []
        detail = row.text(at: 4) ?? ""
    }

    /// The rows of a build.
    static func rows(of build: Build, id: Int64) -> [BuildNoteRow] {
        var result: [BuildNoteRow] = []
        func add(_ kind: Kind, _ name: [UInt8], _ detail: String = "") {
            result.append(
                BuildNoteRow(build: id, position: Int64(result.count), kind: kind, name: name, detail: detail))
        }
        for secret in build.secrets { add(.secret, secret.bytes) }
        for network in build.networks { add(.network, Array(network.utf8)) }
        for credential in build.credentials { add(.credential, credential.place.bytes, credential.kind) }
        return result
    }

    /// Puts the fact into its build.
    func apply(to build: inout Build) {
        switch Kind(rawValue: kind) {
        case .secret: build.secrets.append(ByteString(name))
        case .network: build.networks.append(String(decoding: name, as: UTF8.self))
        case .credential: build.credentials.append(Build.Credential(place: ByteString(name), kind: detail))
        case nil: break
        }
    }

    var values: [ColumnValue] {
        [.integer(build), .integer(position), .text(kind), .bytes(name), .text(detail)]
    }
}
