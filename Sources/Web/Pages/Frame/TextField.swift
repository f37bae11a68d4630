import Servers

/// A field of a form that people type into, as the template `field` takes it: what was typed stays, and what is wrong with it
/// is said beside it.
struct TextField {
    let label: String
    let name: String
    let value: String
    let hint: String
    let problem: String?

    /// - Parameter invalid: what is wrong with one of the form's fields.
    init(_ label: String, _ name: String, _ value: String?, hint: String = "", _ invalid: InvalidValue?) {
        self.label = label
        self.name = name
        self.value = value ?? ""
        self.hint = hint
        problem = invalid?.said(beside: name)
    }
}

extension InvalidValue {
    /// What is said beside the field `name`; nil where it is about another. With its place where it is about a part of what is
    /// in the field: `filter term 2`.
    fileprivate func said(beside name: String) -> String? {
        if field.hasPrefix("\(name) ") { return description }
        guard field == name else { return nil }
        return value.isEmpty ? "Expected \(expected)" : "\"\(value)\" cannot be used; expected \(expected)"
    }
}
