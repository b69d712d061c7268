/// A setting as it is in force.
package struct EffectiveSetting: Sendable, Equatable {
    /// Its key in the configuration file: `audit.jobs`.
    package let key: String
    /// Its value as typed, with hostile characters made visible; where it has none, what holds then.
    package let value: String
    package let origin: Origin

    /// Puts a row together.
    package init(key: String, value: String, origin: Origin) {
        self.key = key
        self.value = value
        self.origin = origin
    }
}
