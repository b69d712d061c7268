/// What `caches` sorts by.
package enum CacheOrder: String, Sendable, CaseIterable {
    case id, size, files, used, uses, created
}
