/// One of those that people choose from in a form: an option, or a box to tick.
struct FieldChoice {
    let value: String
    let label: String
    let chosen: Bool
}
