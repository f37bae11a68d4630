/// The Mustache templates. `{{ }}` escapes for HTML; `{{{ }}}` is used once, for the body in its frame.
enum Template: String, CaseIterable {
    case frame, problem, login, confirm, account, home, launch, form, pending, question, resize

    var source: String {
        switch self {
        case .frame: Self.frameSource
        case .problem: Self.problemSource
        case .login: Self.loginSource
        case .confirm: Self.confirmSource
        case .account: Self.accountSource
        case .home: Self.homeSource
        case .launch: Self.launchSource
        case .form: Self.formSource
        case .pending: Self.pendingSource
        case .question: Self.questionSource
        case .resize: Self.resizeSource
        }
    }

    private static let frameSource = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}} · Berth</title>
        <link rel="stylesheet" href="{{hub}}/hub/static/berth.css">
        {{#refresh}}<noscript><meta http-equiv="refresh" content="{{.}}"></noscript>{{/refresh}}
        {{#script}}<script type="module" src="{{hub}}/hub/static/progress.js"></script>{{/script}}
        </head>
        <body>
        <header>
        <a class="brand" href="{{hub}}/hub/">Berth</a>
        {{#user}}<form method="post" action="{{logout}}"><a href="{{hub}}/hub/account">{{.}}</a> <button class="plain">Log out</button></form>{{/user}}
        </header>
        <main>
        {{{body}}}
        </main>
        </body>
        </html>
        """

    private static let problemSource = """
        <h1>{{title}}</h1>
        <p class="message">{{message}}</p>
        <p>{{#open}}<a class="button" href="{{.}}">Open the server</a> {{/open}}<a href="{{home}}">To your servers</a></p>
        """

    private static let homeSource = """
        <h1>Your servers</h1>
        {{^servers}}<p class="quiet">None yet.</p>{{/servers}}
        {{#servers}}
        <section class="card">
        <div>
        <h2>{{title}}</h2>
        <p><span class="state {{stateClass}}">{{state}}</span> <span class="quiet">{{detail}}</span></p>
        </div>
        <div class="actions">
        <a class="button" href="{{open}}">{{openLabel}}</a>
        {{#endings}}<form method="post" action="{{action}}"><button class="plain">{{label}}</button></form>{{/endings}}
        </div>
        </section>
        {{/servers}}
        {{#form}}
        <h1>Launch {{#another}}another{{/another}}{{^another}}a server{{/another}}</h1>
        {{> form}}
        {{/form}}
        """

    private static let launchSource = """
        <h1>{{title}}</h1>
        <p class="message">{{message}}</p>
        {{#again}}<form method="post" action="{{action}}">{{#path}}<input type="hidden" name="path" value="{{.}}">{{/path}}
        <p><button>Start it again</button> <span class="quiet">{{options}}</span></p></form>{{/again}}
        {{#log}}<h2>Its last lines</h2>
        <pre>{{.}}</pre>{{/log}}
        {{#form}}{{#another}}<h2>Or with other resources</h2>{{/another}}{{> form}}{{/form}}
        """

    private static let formSource = """
        <form class="launch" method="post" action="{{action}}">
        {{#path}}<input type="hidden" name="path" value="{{.}}">{{/path}}
        {{#named}}<label>Name <input name="name" maxlength="32" pattern="[a-z0-9\\-]*" placeholder="default"></label>{{/named}}
        <fieldset>
        {{#profiles}}
        <label class="choice"><input type="radio" name="profile" value="{{id}}"{{#chosen}} checked{{/chosen}}>
        <span><b>{{title}}</b> <span class="quiet">{{figures}}</span><br>{{summary}}</span></label>
        {{/profiles}}
        </fieldset>
        <details><summary>More</summary>
        <label>Cores <input name="cpu" inputmode="decimal" placeholder="as the profile"></label>
        <label>Memory <input name="memory" placeholder="as the profile, or 4G"></label>
        <label class="choice"><input type="checkbox" name="clean" value="1">
        <span><b>Clean</b><br>Ignore my own packages and Jupyter settings this once. Nothing is deleted.</span></label>
        </details>
        <button>Launch</button>
        </form>
        """

    private static let pendingSource = """
        <h1>{{title}}</h1>
        <div data-progress="{{progress}}" data-open="{{open}}">
        <progress max="100" value="{{percent}}" aria-label="Progress"></progress>
        <p class="message" role="status">{{message}}</p>
        </div>
        <div class="actions">
        <noscript><a class="button" href="{{open}}">Look again</a></noscript>
        {{#stop}}<form method="post" action="{{.}}"><button class="plain">Cancel</button></form>{{/stop}}
        </div>
        """
}
