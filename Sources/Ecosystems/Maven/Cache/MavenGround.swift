internal import Inventory

/// Where local repositories and homes of Gradle begin in one mount: found out once, and shared by all that is read.
struct MavenGround {
    /// Homes of Gradle, in byte order.
    let gradle: [ByteString]
    /// Local repositories.
    let found: MavenPlaces.Found
    /// The places of the repositories, in their order.
    let homes: [ByteString]

    init(_ files: any CacheFiles) {
        gradle = GradlePlaces.all(in: files)
        found = MavenPlaces.all(in: files)
        homes = found.roots.map { MavenHome.place(of: $0, in: files) }
    }

    /// All places, in byte order.
    var places: [ByteString] { Set(gradle + homes).sorted() }

    /// The repositories of one place.
    func roots(of place: ByteString) -> [ByteString] {
        zip(found.roots, homes).filter { $0.1 == place }.map(\.0)
    }

    /// What lies in the mount and is not read, as troubles of one place.
    func troubles(at place: ByteString) -> [Trouble] {
        var troubles: [Trouble] = []
        if found.isCut || gradle.count >= GradlePlaces.limit {
            troubles.append(
                Trouble(
                    cache: 0, path: place, reason: .tooLarge,
                    detail: "\(MavenPlaces.rootLimit) local repositories or \(GradlePlaces.limit) homes of Gradle; "
                        + "those beyond are not read"))
        }
        if let path = found.unread, !found.isCut {
            troubles.append(
                Trouble(
                    cache: 0, path: path, reason: .unusable,
                    detail: "it has the form of an artifact, but where its repository begins cannot be told"))
        }
        return troubles
    }
}
