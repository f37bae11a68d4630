/// An image's name cut into what the engine's pull takes. Pure.
struct ImageReference: Equatable {
    /// Registry and path, like `registry.example:5000/team/image`.
    let name: String
    /// A tag or a digest; `latest` when the text has neither, since without one all tags are pulled.
    let tag: String

    init(_ text: String) {
        if let at = text.firstIndex(of: "@") {
            let tagged = String(text[..<at])
            name = Self.splitTag(tagged).name
            tag = String(text[text.index(after: at)...])
        } else {
            let split = Self.splitTag(text)
            name = split.name
            tag = split.tag ?? "latest"
        }
    }

    /// A colon after the last slash begins a tag; one before it is a port's.
    private static func splitTag(_ text: String) -> (name: String, tag: String?) {
        let start = text.lastIndex(of: "/").map { text.index(after: $0) } ?? text.startIndex
        guard let colon = text[start...].firstIndex(of: ":") else { return (text, nil) }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }
}
