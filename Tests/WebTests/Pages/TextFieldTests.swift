import Control
import HTTPTypes
import Mustache
import Servers
import Testing

@testable import Web

@Suite("A field of a form, and what is wrong with it")
struct TextFieldTests {
    /// The field within a form that says something else by the same names.
    private struct Form {
        let field: TextField
        let note = "around it"
        let error = "around it"
    }

    private func drawn(_ field: TextField) throws -> String {
        var library = MustacheLibrary()
        try library.register(Template.field.source, named: "field")
        try library.register("{{#field}}{{> field}}{{/field}}", named: "form")
        return try #require(library.render(Form(field: field), withTemplate: "form"))
    }

    @Test("A field with nothing wrong says so, and takes nothing from what is around it")
    func right() throws {
        let html = try drawn(TextField("Memory", "memory", "<b>2G", hint: "such as 8G"))
        #expect(html.contains(#"name="memory" value="&lt;b&gt;2G""#) && html.contains(#"placeholder="such as 8G""#))
        #expect(!html.contains("around it") && !html.contains("aria-") && !html.contains("autofocus"))
    }

    @Test(
        "What is wrong is said beside the field, after what there was to say of it, and the field is where one goes on")
    func wrong() throws {
        let html = try drawn(
            TextField("New", "password", nil, .newPassword, rule: "rule", with: [.least(10)], error: "<too> short"))
        #expect(html.contains(#"aria-describedby="rule bad-password""#) && html.contains(#"aria-invalid="true""#))
        #expect(html.contains(#"id="bad-password" role="alert">&lt;too&gt; short<"#) && html.contains(" autofocus="))
        #expect(html.contains(#"type="password""#) && html.contains(#"minlength="10""#))
    }

    @Test("Browsers leave a size as it is typed, and may correct a sentence")
    func kinds() throws {
        #expect(try drawn(TextField("Memory", "memory")).contains(#"spellcheck="false""#))
        #expect(try !drawn(TextField("What for", "reason", nil, .prose)).contains("spellcheck"))
    }

    private static let invalid = InvalidValue(field: "memory", value: "lots", expected: "a size such as 8G")

    @Test(
        "What is wrong is said once, without the name of the field that it is beside",
        arguments: [
            invalid as any Error, Refusal(invalid), Refusal(.conflict, code: "x", "Not that much", field: "memory"),
        ])
    func once(_ error: any Error) throws {
        let problem = try FormProblem(error)
        let said = try #require(problem.with("memory"))
        #expect(!said.hasPrefix("memory") && problem.with("cpu") == nil && problem.beside(["cpu", "memory"]) == nil)
        #expect(problem.beside(["cpu"]) == "memory: \(said)")
    }

    @Test("What is wrong with a part of a field is said beside it with its place; of several each beside its own")
    func parts() throws {
        let term = InvalidValue(field: "filter term 2", value: "x:", expected: "something")
        let problem = try #require(FormProblem([Self.invalid, term]))
        #expect(problem.with("filter")?.hasPrefix("filter term 2: ") == true && problem.with("memory") != nil)
        #expect(problem.beside(["filter", "memory"]) == nil && problem.status == .badRequest)
        #expect(FormProblem([]) == nil)
    }

    @Test("What nothing else that is filled in would mend is no problem of the form")
    func others() throws {
        #expect(throws: Refusal.notVisible) { try FormProblem(Refusal.notVisible) }
        #expect(throws: LoginNeeded.self) { try FormProblem(LoginNeeded()) }
        let only = try FormProblem(Refusal(.conflict, code: "x", "It is there already"), of: "name")
        #expect(only.with("name") == "It is there already" && only.status == .conflict)
    }
}
