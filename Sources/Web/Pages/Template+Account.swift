extension Template {
    static let loginSource = """
        <h1>Log in</h1>
        {{#problem}}<p class="problem" role="alert">{{.}}</p>{{/problem}}
        <form class="fields" method="post" action="{{action}}">
        <input type="hidden" name="next" value="{{next}}">
        <label>User name <input name="username" value="{{name}}" maxlength="64" autocomplete="username"
        autocapitalize="none" required></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
        <button>Log in</button>
        </form>
        <p class="quiet">No password? Where you have the command line, <code>berth open</code> makes a link that logs you
        in once. No account, or a forgotten password? Ask an admin.</p>
        """

    static let confirmSource = """
        <h1>Log in with this link?</h1>
        <p>Another site led here. The link logs this browser in as the person it was made for. Go on only if you asked for it.</p>
        <p><a class="button" href="{{link}}">Log in</a></p>
        """

    static let accountSource = """
        <h1>{{name}}</h1>
        {{#problem}}<p class="problem" role="alert">{{.}}</p>{{/problem}}
        {{#done}}<p role="status">The password is changed. Your other sessions have ended.</p>{{/done}}
        <form class="fields" method="post" action="{{place}}/password">
        <h2>{{#hasPassword}}Change the password{{/hasPassword}}{{^hasPassword}}Set a password{{/hasPassword}}</h2>
        <input type="hidden" name="username" value="{{name}}" autocomplete="username">
        {{#hasPassword}}<label>Present password <input name="current" type="password" autocomplete="current-password"
        required></label>{{/hasPassword}}
        <label>New password <input name="password" type="password" minlength="{{fewest}}" autocomplete="new-password"
        required></label>
        <label>Again <input name="again" type="password" minlength="{{fewest}}" autocomplete="new-password"
        required></label>
        <p class="quiet">At least {{fewest}} characters. Your other sessions end.</p>
        <button>{{#hasPassword}}Change{{/hasPassword}}{{^hasPassword}}Set{{/hasPassword}}</button>
        </form>
        <h1>Where you are logged in</h1>
        {{#sessions}}
        <section class="card">
        <div>
        <h2>{{browser}}</h2>
        <p class="quiet">{{detail}}</p>
        </div>
        {{#end}}<form method="post" action="{{place}}/{{.}}"><button class="plain">Log out there</button></form>{{/end}}
        </section>
        {{/sessions}}
        <form class="fields" method="post" action="{{place}}/logout">
        <h2>Log out everywhere</h2>
        <label class="choice"><input type="checkbox" name="tokens" value="1"> <span>Revoke all API tokens too: command
        lines and programs</span></label>
        <button class="plain">Log out everywhere</button>
        </form>
        """
}
