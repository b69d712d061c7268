/// A project that used a cache, with its builds.
package struct CacheProject: Sendable, Hashable {
    /// One build of it that had the cache mounted.
    package struct Use: Sendable, Hashable {
        package var ref: String
        package var revision: String?
        /// Nanoseconds since 1970.
        package var started: Int64?
        package var finished: Int64?
        /// Whether the step with the mount was run.
        package var execution: MountUse.Execution

        package init(
            ref: String, revision: String?, started: Int64?, finished: Int64?, execution: MountUse.Execution
        ) {
            self.ref = ref
            self.revision = revision
            self.started = started
            self.finished = finished
            self.execution = execution
        }
    }

    /// `nil` for builds that nothing identifies.
    package var project: Project?
    /// The newest first.
    package var builds: [Use]
    /// Builds beyond those listed.
    package var unlisted: Int

    package init(project: Project?, builds: [Use], unlisted: Int = 0) {
        self.project = project
        self.builds = builds
        self.unlisted = unlisted
    }
}
