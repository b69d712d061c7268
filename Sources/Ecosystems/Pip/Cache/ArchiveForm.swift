import Inflate

/// How pip would unpack a file, told from its content alone: a zip file is known by its end and may have anything
/// before it, also what looks like another format.
///
/// ```
///   …… | directory | end record |      zip, also where the file is called .tar.gz
///   1F 8B ……                           gzip, most likely around a tar
/// ```
enum ArchiveForm {
    case zip
    case gzip
    case other

    init(_ source: ByteSource) throws(ArchiveError) {
        let mark = try source.read(at: 0, count: 4)
        // What begins like one and has no end is broken, and that is said.
        if mark.starts(with: [0x50, 0x4B, 3, 4]) || ZipDirectory.endsAsZip(source) {
            self = .zip
        } else {
            self = mark.starts(with: [0x1F, 0x8B]) ? .gzip : .other
        }
    }
}
