package import Bolt
package import Inventory
package import Linux

/// The builds that one history database tells of.
package enum BuildHistory {
    /// Where the database and the blobs lie, and what else is known.
    package struct Source {
        /// Why a folder cannot be read.
        package struct Obstacle: Sendable, Hashable {
            package var reason: Trouble.Reason
            package var detail: String

            package init(reason: Trouble.Reason, detail: String) {
                self.reason = reason
                self.detail = detail
            }
        }

        /// Path of the state root.
        package var root: ByteString
        /// Path of the database, for troubles.
        package var database: ByteString
        /// Path of `content/blobs/sha256`, for troubles.
        package var blobs: ByteString
        /// Why that cannot be opened, where it is there.
        package var obstacle: Obstacle?
        /// What the records of sent folders tell; asked for where a build has no other name.
        package var locals: () -> [LocalSource]
        /// Whether a build is known already: it is then left out, and its blobs are not read.
        package var isKnown: (String) -> Bool

        package init(
            root: ByteString, database: ByteString, blobs: ByteString, obstacle: Obstacle? = nil,
            locals: @autoclosure @escaping () -> [LocalSource] = [],
            isKnown: @escaping (String) -> Bool = { _ in false }
        ) {
            self.root = root
            self.database = database
            self.blobs = blobs
            self.obstacle = obstacle
            self.locals = locals
            self.isKnown = isKnown
        }
    }

    /// Builds of one database.
    package static let buildLimit = 1_000_000

    /// Reads all builds, in the order of their refs.
    ///
    /// - Parameter blobs: the open folder `content/blobs/sha256`; without it only what the records tell is there.
    package static func read(
        _ database: BoltDatabase, blobs: borrowing Descriptor?, source: Source
    ) -> (builds: [Build], troubles: [Trouble]) {
        switch blobs {
        case .none: read(database, source: source)
        case .some(let folder): read(database, blobs: folder, source: source)
        }
    }

    /// Reads all builds with their blobs.
    package static func read(
        _ database: BoltDatabase, blobs: borrowing Descriptor, source: Source
    ) -> (builds: [Build], troubles: [Trouble]) {
        var reader = HistoryReader(source)
        do throws(BlobError) {
            var store = try BlobStore(for: blobs)
            reader.read(database) { (digest) throws(BlobError) in try store.read(digest, in: blobs) }
        } catch {
            reader.report(source.blobs, error.reason, error.detail)
        }
        return (reader.builds, reader.troubles)
    }

    /// Reads what the records alone tell; that there are no blobs is a trouble where they name any.
    package static func read(_ database: BoltDatabase, source: Source) -> (builds: [Build], troubles: [Trouble]) {
        var reader = HistoryReader(source)
        reader.read(database) { (_) throws(BlobError) in throw BlobError.noFolder }
        return (reader.builds, reader.troubles)
    }

    /// Reads one record that came some other way, from an engine's answer for instance.
    ///
    /// - Parameter blob: the content of `sha256:…`, compared with that name already; `nil` where there is none.
    package static func read(
        record: [UInt8], ref: [UInt8], source: Source, blob: (String) -> [UInt8]?
    ) -> (build: Build?, troubles: [Trouble]) {
        var reader = HistoryReader(source)
        reader.read(key: ref[...], value: record) { (digest) throws(BlobError) in
            guard let bytes = blob(digest) else { throw BlobError(.vanished, "the blob is not there") }
            return bytes
        }
        return (reader.builds.first, reader.troubles)
    }

    /// A mount id as it stands in a build: without what looks like a secret. Whoever compares the id of a record with
    /// those of builds puts it through this first.
    package static func redacted(id: ByteString) -> ByteString {
        var redactor = Redactor()
        return redactor.cleanName(BuildAssembler.cut(id.bytes), place: "mount id")
    }
}
