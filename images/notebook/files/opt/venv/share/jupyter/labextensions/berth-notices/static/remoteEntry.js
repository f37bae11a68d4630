// Shows what Berth tells the user of this server as a notification of JupyterLab's.
//
// Written by hand as what a build would make: a module federation container, which takes JupyterLab's own modules from
// the share scope. It brings none, and needs no build. The server's end is berth_jupyter.
(() => {
  'use strict';

  const NAME = 'berth-notices';
  const NOTICE = 'https://berth.invalid/events/notice/v1';
  // The id of the last notice that was closed here: it is not shown again when the page is loaded again.
  const CLOSED = 'berth-notices:closed';
  // JupyterLab cuts a notification off after so many characters.
  const LONGEST = 140;

  let scope;

  // The module of that name which JupyterLab uses: the one that is loaded, else the one it has itself.
  async function shared(name) {
    const versions = Object.values(scope[name] || {});
    const found =
      versions.find(version => version.loaded) ||
      versions.find(version => /application-top|CORE/.test(version.from)) ||
      versions[0];
    if (!found) {
      throw new Error(`JupyterLab shares no ${name}`);
    }
    return (await found.get())();
  }

  // The text of a notice: a line that says what and when, in the reader's own time, and what it means.
  function text({ title, message, at }) {
    const moment = new Date(at);
    const clock = moment.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    const heading = isNaN(moment) ? title : `${title} at ${clock}`;
    const whole = `${heading}\n${message}`;
    return whole.length <= LONGEST ? whole : String(message);
  }

  // The notice's one action: a page of the hub's, in a tab of its own.
  function actions({ action }) {
    if (!action || !/^https?:\/\//.test(action.url)) {
      return [];
    }
    const open = () => window.open(action.url, '_blank', 'noopener');
    return [{ label: String(action.label), displayType: 'accent', callback: open }];
  }

  async function activate(app) {
    const { Notification } = await shared('@jupyterlab/apputils');
    const { ServerConnection } = await shared('@jupyterlab/services');
    const settings = app.serviceManager.serverSettings;
    let shown = null;

    // Shows `notice` in place of the last one; null takes that away.
    function show(notice) {
      if (shown && notice && shown.notice === notice.id) {
        return;
      }
      if (shown) {
        const { notification } = shown;
        shown = null;
        Notification.dismiss(notification);
      }
      if (!notice || !notice.id || localStorage.getItem(CLOSED) === notice.id) {
        return;
      }
      const type = ['info', 'warning', 'error', 'success'].includes(notice.level) ? notice.level : 'info';
      const options = { autoClose: false, actions: actions(notice) };
      shown = { notice: notice.id, notification: Notification.emit(text(notice), type, options) };
    }

    Notification.manager.changed.connect((_, change) => {
      if (shown && change.type === 'removed' && change.notification.id === shown.notification) {
        localStorage.setItem(CLOSED, shown.notice);
        shown = null;
      }
    });

    async function ask() {
      const answer = await ServerConnection.makeRequest(settings.baseUrl + 'berth/notice', {}, settings);
      if (answer.ok) {
        show((await answer.json()).notice);
      }
    }

    app.serviceManager.events.stream.connect((_, event) => {
      if (event.schema_id === NOTICE) {
        show(event.notice);
      }
    });
    // What came while this page slept, its connection with it.
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') {
        ask().catch(() => undefined);
      }
    });
    app.restored.then(ask).catch(() => undefined);
  }

  const plugin = {
    id: `${NAME}:plugin`,
    description: 'Shows what Berth tells the user of this server.',
    autoStart: true,
    activate: app => {
      activate(app).catch(reason => console.error('berth-notices:', reason));
    }
  };

  const registry = (window._JUPYTERLAB = window._JUPYTERLAB || {});
  registry[NAME] = {
    init: shareScope => {
      scope = shareScope;
    },
    get: async () => () => ({ __esModule: true, default: plugin })
  };
})();
