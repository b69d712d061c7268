/// Why a configuration was not taken over: a line for each mistake, fit for a terminal.
package struct AgentRefusal: Error, Sendable, Equatable {
    package var mistakes: [String]

    package init(_ mistakes: [String]) {
        self.mistakes = mistakes
    }
}
