import Inventory

/// One thing that `merge` is asked for: what `hunt` takes, or the id of a rule.
package enum MergeQuestion: Sendable, Hashable {
    case hunt(HuntQuestion)
    case rule(String)

    /// As the report has it.
    var question: MergeReport.Question {
        switch self {
        case .rule(let id): MergeReport.Question(.rule, ByteString(id))
        case .hunt(let question):
            MergeReport.Question(
                MergeReport.Question.Kind(rawValue: question.kind.rawValue) ?? .fileName, question.text)
        }
    }
}
