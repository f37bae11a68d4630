/// The one style sheet.
enum Stylesheet {
    static let source = """
        :root {
          color-scheme: light dark;
          --back: light-dark(#f7f8fa, #14181d);
          --card: light-dark(#ffffff, #1c2229);
          --text: light-dark(#1b222b, #e6eaef);
          --quiet: light-dark(#5b6672, #98a4b1);
          --line: light-dark(#dde2e8, #2d3640);
          --main: light-dark(#0b5fae, #6cb2f5);
          --on-main: light-dark(#ffffff, #0c1116);
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
        header { display: flex; justify-content: space-between; align-items: center; padding: .8rem 1.2rem;
          border-bottom: 1px solid var(--line); background: var(--card); }
        .brand { font-weight: 650; color: var(--text); text-decoration: none; }
        main { max-width: 44rem; margin: 2rem auto; padding: 0 1.2rem; }
        h1 { font-size: 1.4rem; margin: 1.6rem 0 .8rem; }
        h2 { font-size: 1.05rem; margin: .2rem 0; }
        a { color: var(--main); }
        .quiet { color: var(--quiet); }
        .message { overflow-wrap: anywhere; }
        .problem { color: light-dark(#b3261e, #ff8a80); }
        .card, form.launch, form.fields { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
          padding: 1rem 1.2rem; margin: .8rem 0; }
        .card { display: flex; flex-wrap: wrap; gap: .8rem; justify-content: space-between; align-items: center; }
        .card p { margin: .1rem 0; }
        .actions { display: flex; gap: .6rem; align-items: center; }
        .button, button { display: inline-block; font: inherit; padding: .4rem 1rem; border-radius: 8px; cursor: pointer;
          border: 1px solid var(--main); background: var(--main); color: var(--on-main); text-decoration: none; }
        button.plain { background: none; color: var(--text); border-color: var(--line); }
        .state { font-weight: 600; }
        .state.ready { color: light-dark(#1a7a3c, #6fd08c); }
        .state.failed { color: light-dark(#b3261e, #ff8a80); }
        .state.starting, .state.stopping { color: light-dark(#8a5a00, #f0b95b); }
        fieldset { border: 0; padding: 0; margin: .4rem 0; }
        label { display: block; margin: .5rem 0; }
        .choice { display: flex; gap: .6rem; align-items: baseline; }
        .fields input:not([type=checkbox]) { display: block; width: 100%; max-width: 22rem; }
        input:not([type=radio]):not([type=checkbox]) { font: inherit; padding: .3rem .5rem; border: 1px solid var(--line); border-radius: 6px;
          background: var(--back); color: var(--text); }
        details { margin: .6rem 0; }
        progress { width: 100%; height: .8rem; accent-color: var(--main); }
        pre { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .8rem; overflow-x: auto;
          font-size: .85rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        @media (max-width: 30rem) { main { margin: 1rem auto; } .card { align-items: stretch; flex-direction: column; } }

        """
}
