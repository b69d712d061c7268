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

    package static func places(in files: any CacheFiles) -> [ByteString] {
        let gradle = GradlePlaces.all(in: files)
        let homes = MavenPlaces.all(in: files).roots.map { MavenHome.place(of: $0, in: files) }
        return Set(gradle + homes).sorted()
    }

    private static let hashed = [".jar", ".pom", ".war", ".ear", ".aar", ".module"].map { Array($0.utf8) }

    package static func wish(for path: Span<UInt8>) -> ContentDigest.Algorithm? {
        for ending in hashed where path.count > ending.count && path.ends(in: ending) { return .sha1 }
        return GradlePlaces.isStored(path) ? .sha1 : nil
    }

    package static func pathClass(of path: ByteString) -> PathClass {
        MavenPathClass.of(path)
    }

    package static func read(_ place: ByteString, of files: any CacheFiles) -> CacheReading {
        var scan = MavenScan(place, of: files)
        let gradle = GradlePlaces.all(in: files)
        if gradle.contains(place) {
            GradleModules.read(&scan)
            GradleHome.read(&scan)
        }
        let found = MavenPlaces.all(in: files)
        let roots = found.roots
        if found.isCut || gradle.count >= GradlePlaces.limit {
            scan.reading.troubles.append(
                Trouble(
                    cache: 0, path: place, reason: .tooLarge,
                    detail: "\(MavenPlaces.rootLimit) local repositories or \(GradlePlaces.limit) homes of Gradle; "
                        + "those beyond are not read"))
        }
        if let path = found.unread, !found.isCut {
            scan.reading.troubles.append(
                Trouble(
                    cache: 0, path: path, reason: .unusable,
                    detail: "it has the form of an artifact, but where its repository begins cannot be told"))
        }
        for root in roots where MavenHome.place(of: root, in: files) == place {
            scan.place = root
            var reader = MavenRepositoryReader(scan, others: roots.filter { $0 != root })
            reader.read()
            scan = reader.scan
            if root != place { MavenHome.read(place, &scan) }
        }
        return scan.reading
    }
}
