internal import CSQLite

/// What SQLite answered when it could not do what it was told.
///
/// The statement's text is kept, bound values never are: they are paths and digests of somebody's builds.
package struct SQLiteError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The failures that callers and people treat differently; all others are `other`.
    package enum Cause: Sendable, Hashable, CaseIterable {
        case locked, damaged, notADatabase, readOnly, diskFull, permission, cannotOpen, symbolicLink, inputOutput
        case tooLarge, outOfMemory, constraint, other
    }

    /// SQLite's extended result code.
    package var code: Int32
    /// SQLite's own words, with control characters replaced.
    package var message: String
    /// The statement, without bound values; empty where there was none.
    package var sql: String
    /// What was being done: "open", "step", "bind" and so on.
    package var operation: String

    /// The longest message kept; a damaged database can put its own words into one.
    package static let messageLengthMax = 400

    package init(code: Int32, message: String, sql: String = "", operation: String) {
        self.code = code
        self.message = Self.printable(message)
        self.sql = sql
        self.operation = operation
    }

    /// The cause behind the code.
    package var cause: Cause {
        switch code {
        case SQLITE_CANTOPEN | (6 << 8): return .symbolicLink
        case SQLITE_READONLY | (4 << 8): return .readOnly
        // The index of the write-ahead log could not be made longer.
        case SQLITE_IOERR | (19 << 8): return .diskFull
        default: break
        }
        switch code & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED: return .locked
        case SQLITE_CORRUPT: return .damaged
        case SQLITE_NOTADB: return .notADatabase
        case SQLITE_READONLY: return .readOnly
        case SQLITE_FULL: return .diskFull
        case SQLITE_PERM, SQLITE_AUTH: return .permission
        case SQLITE_CANTOPEN: return .cannotOpen
        case SQLITE_IOERR: return .inputOutput
        case SQLITE_TOOBIG: return .tooLarge
        case SQLITE_NOMEM: return .outOfMemory
        case SQLITE_CONSTRAINT: return .constraint
        default: return .other
        }
    }

    /// One sentence of what happened and, for the usual failures, one of what to do.
    package var description: String {
        let facts = "(SQLite \(code) at \(operation): \(message))"
        switch cause {
        case .locked:
            return "The database is in use by another process; try again when it is done. \(facts)"
        case .damaged:
            return "The database is damaged; set the file aside under another name and keep it as evidence. \(facts)"
        case .notADatabase:
            return "The file is not a database; name another file, or set this one aside under another name. \(facts)"
        case .readOnly:
            return "The database cannot be written; check the permissions of the file and of its folder. \(facts)"
        case .diskFull:
            return "The disk is full; make room, then run again: what was recorded before is kept. \(facts)"
        case .permission:
            return "Access to the database is refused; run as the user who owns the file. \(facts)"
        case .cannotOpen:
            return "The database cannot be opened; check that its folder exists and may be entered. \(facts)"
        case .symbolicLink:
            return "The database's path is a symbolic link, which is refused; name the file itself. \(facts)"
        case .inputOutput:
            return "Reading or writing the database failed; check the disk and the system log. \(facts)"
        case .tooLarge:
            return "A value is larger than the database takes. \(facts)"
        case .outOfMemory:
            return "Memory ran out in the database. \(facts)"
        case .constraint:
            return "A row was refused by the database's own rules. \(facts)"
        case .other:
            return "The database could not do what it was told. \(facts)"
        }
    }

    /// Printable ASCII and other printable text survives; control characters become question marks.
    private static func printable(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars.prefix(messageLengthMax) {
            let isControl = scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
            let isFormat = scalar.properties.generalCategory == .format
            result.unicodeScalars.append(isControl || isFormat ? "?" : scalar)
        }
        return result
    }
}
