package import Inventory

/// Reads what Maven and Gradle keep of Maven repositories.
///
/// ```
///   .m2/repository/org/slf4j/slf4j-api/2.0.9/slf4j-api-2.0.9.jar                            place: .m2/repository
///   .gradle/caches/modules-2/files-2.1/org.slf4j/slf4j-api/2.0.9/<sha1>/slf4j-api-2.0.9.jar    place: .gradle
/// ```
/// Neither client looks at a file's digest again once it is there (Gradle does where a verification file tells it to).
package enum MavenReader: CacheReader {
    package static let ecosystem = Ecosystem.maven

    package static let folders = [
        "modules-2", "files-2.1", "init.d", "wrapper", ".locks", ".tracking", ".checksums", ".meta",
        ".remoteRepositoryFilters",
    ]

    package static func mayMatter(_ path: Span<UInt8>) -> Bool { MavenPathHint.mayMatter(path) }

    package static func places(in files: any CacheFiles) -> [ByteString] { MavenGround(files).places }

    private static let module = Array(".module".utf8)

    package static func wish(for path: Span<UInt8>) -> ContentDigest.Algorithm? {
        let isNamed = path.count > 4 && MavenPathHint.isCode(path) || path.ends(in: module)
        return isNamed || GradlePlaces.isStored(path) ? .sha1 : nil
    }

    package static func pathClass(of path: ByteString) -> PathClass {
        MavenPathClass.of(path)
    }

    package static func role(of path: ByteString) -> PathRole { MavenPathRole.of(path.bytes) }

    package static func mayLink(_ path: ByteString, to target: ByteString) -> Bool {
        MavenPathRole.mayLink(path, to: target)
    }

    package static func read(_ places: [ByteString], of files: any CacheFiles) -> [CacheReading] {
        let ground = MavenGround(files)
        return places.enumerated().map { number, place in
            var reading = read(place, on: ground, of: files)
            if number == 0 { reading.troubles += ground.troubles(at: place) }
            return reading
        }
    }

    private static func read(_ place: ByteString, on ground: MavenGround, of files: any CacheFiles) -> CacheReading {
        var scan = MavenScan(place, of: files)
        let isGradle = ground.gradle.contains(place)
        if isGradle {
            GradleModules.read(&scan)
            GradleHome.read(&scan)
        }
        var hasHome = isGradle
        for root in ground.roots(of: place) where !files.isStopped {
            scan.place = root
            var reader = MavenRepositoryReader(scan, others: ground.found.roots.filter { $0 != root })
            reader.read()
            scan = reader.scan
            guard root != place else { continue }
            MavenHome.read(place, &scan)
            hasHome = true
        }
        if hasHome { passHome(place, &scan) }
        return scan.reading
    }

    /// Says what lies in a client's home and is not looked into.
    private static func passHome(_ place: ByteString, _ scan: inout MavenScan) {
        scan.place = place
        for index in scan.files.below(place) where !scan.files.isStopped {
            let path = scan.files.files[index].path
            if GradlePlaces.isStored(path.bytes.span) { continue }
            switch MavenPathClass.inHome(ByteString(Array(scan.relative(index)))) {
            case .immutable: scan.reading.pass(index, .derived)
            case .index: scan.reading.pass(index, .clientNotes)
            case .lock, .temporary, .foreign, nil: break
            }
        }
    }
}
