/// A field of a form that people type into, as the template `field` takes it: what was typed stays, and what is wrong with it
/// is said beside it.
struct TextField {
    let label: String
    /// What is said quietly beside the label.
    let note: String?
    let name: String
    let value: String
    let attributes: [Attribute]
    /// Whether scripts put a slider before it.
    let slides: Bool
    let error: String?

    /// What people type, of which browsers think differently.
    enum Kind {
        /// A name, a size, a time: not to be corrected, nor to be completed.
        case code
        case prose
        case userName
        /// The one that there is, or one that is made up.
        case password, newPassword
    }

    /// An attribute of the input; `name` is never anybody's but ours.
    struct Attribute {
        let name: String
        var value = ""
    }

    /// - Parameters:
    ///   - value: what was typed.
    ///   - hint: what stands in the empty field.
    ///   - rule: the id of an element that says more of it.
    ///   - error: what is wrong with it. Of several such fields a browser goes to the first.
    init(
        _ label: String, _ name: String, _ value: String? = nil, _ kind: Kind = .code, hint: String = "",
        note: String? = nil, rule: String? = nil, with more: [Attribute] = [], error: String? = nil
    ) {
        self.label = label
        self.note = note
        self.name = name
        self.value = value ?? ""
        self.error = error
        slides = more.contains { $0.name == Attribute.slider }
        var attributes = kind.attributes + more
        if !hint.isEmpty { attributes.append(Attribute(name: "placeholder", value: hint)) }
        let saying = [rule, error.map { _ in "bad-\(name)" }].compactMap(\.self)
        if !saying.isEmpty {
            attributes.append(Attribute(name: "aria-describedby", value: saying.joined(separator: " ")))
        }
        if error != nil { attributes += Attribute.wrong }
        self.attributes = attributes
    }
}

extension TextField.Attribute {
    fileprivate static let slider = "data-slider"

    static let required = Self(name: "required")
    static let decimal = Self(name: "inputmode", value: "decimal")

    static func id(_ id: String) -> Self { Self(name: "id", value: id) }

    /// At least so many characters.
    static func least(_ count: Int) -> Self { Self(name: "minlength", value: "\(count)") }

    /// At most so many characters.
    static func most(_ count: Int) -> Self { Self(name: "maxlength", value: "\(count)") }

    static func pattern(_ text: String) -> Self { Self(name: "pattern", value: text) }

    /// It has a slider for `measure`, with the bounds of the profile that is chosen.
    static func slider(_ measure: String) -> Self { Self(name: slider, value: measure) }

    /// The same with bounds of its own.
    static func slider(_ measure: String, _ bounds: SliderBounds) -> [Self] {
        [
            slider(measure), Self(name: "data-\(measure)-min", value: bounds.least),
            Self(name: "data-\(measure)-usual", value: bounds.usual),
            Self(name: "data-\(measure)-max", value: bounds.most),
        ]
    }

    /// Something is wrong with it, and it is where people go on.
    static let wrong = [invalid, autofocus]
    static let invalid = Self(name: "aria-invalid", value: "true")
    static let autofocus = Self(name: "autofocus")
}

extension TextField.Kind {
    fileprivate var attributes: [TextField.Attribute] {
        switch self {
        case .prose: []
        case .code: [.init(name: "autocomplete", value: "off")] + Self.asTyped
        case .userName: [.init(name: "autocomplete", value: "username")] + Self.asTyped
        case .password:
            [.init(name: "type", value: "password"), .init(name: "autocomplete", value: "current-password")]
        case .newPassword: [.init(name: "type", value: "password"), .init(name: "autocomplete", value: "new-password")]
        }
    }

    private static let asTyped = [
        TextField.Attribute(name: "autocapitalize", value: "none"),
        TextField.Attribute(name: "spellcheck", value: "false"),
    ]
}

/// What a slider goes between, and where it begins: in cores, or in bytes.
struct SliderBounds {
    let least: String
    let usual: String
    let most: String
}
