/// One thing that happened to a process that stays, for its log: one line, whatever the format.
package struct LogEvent: Sendable, Equatable {
    /// How much it matters; the raw value is the word in the log.
    package enum Level: String, Sendable, CaseIterable {
        case info, warning, error
    }

    /// A value of a field.
    package enum Value: Sendable, Equatable {
        case text(String)
        case bytes(ByteString)
        case number(Int64)
        /// Nanoseconds, shown as seconds.
        case span(Int64)
    }

    /// A name and its value.
    package struct Field: Sendable, Equatable {
        package var name: String
        package var value: Value

        package init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// Nanoseconds since 1970.
    package var time: Int64
    package var level: Level
    /// What happened, in kebab case: `job-finished`.
    package var name: String
    /// In the order in which they are written.
    package var fields: [Field]
    /// A sentence for people; what somebody else chose in it is escaped by the writer.
    package var message: String

    package init(time: Int64, level: Level, name: String, message: String, fields: [Field] = []) {
        self.time = time
        self.level = level
        self.name = name
        self.message = message
        self.fields = fields
    }
}
