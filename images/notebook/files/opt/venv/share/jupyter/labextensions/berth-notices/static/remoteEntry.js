// Shows what Berth tells the user of this server as notifications of JupyterLab's.
//
// Written by hand as what a build would make: a module federation container, which takes JupyterLab's own modules from
// the share scope. It brings none, and needs no build. The server's end is berth_jupyter.
(() => {
  'use strict';

  const NAME = 'berth-notices';
  const NOTICE = 'https://berth.invalid/events/notice/v1';
  // The ids of the notices that were closed here last: they are not shown again when the page is loaded again.
  const CLOSED = 'berth-notices:closed';
  const REMEMBERED = 50;
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

  function closed() {
    try {
      return [JSON.parse(localStorage.getItem(CLOSED) || '[]')].flat();
    } catch {
      return [];
    }
  }

  async function activate(app) {
    const { Notification } = await shared('@jupyterlab/apputils');
    const { ServerConnection } = await shared('@jupyterlab/services');
    const settings = app.serviceManager.serverSettings;
    // The notification that shows each notice, by the notice's id.
    const shown = new Map();

    function emit(notice) {
      const type = ['info', 'warning', 'error', 'success'].includes(notice.level) ? notice.level : 'info';
      const options = { autoClose: false, actions: actions(notice) };
      shown.set(notice.id, Notification.emit(text(notice), type, options));
    }

    // Shows what is new in `notices`, keeps what stands, and takes away what is over.
    function show(notices) {
      const standing = new Set(notices.map(notice => notice.id));
      for (const [id, notification] of [...shown]) {
        if (!standing.has(id)) {
          shown.delete(id);
          Notification.dismiss(notification);
        }
      }
      const unwanted = new Set(closed());
      notices.filter(({ id }) => !shown.has(id) && !unwanted.has(id)).forEach(emit);
    }

    Notification.manager.changed.connect((_, change) => {
      if (change.type !== 'removed') {
        return;
      }
      for (const [id, notification] of [...shown]) {
        if (notification === change.notification.id) {
          shown.delete(id);
          localStorage.setItem(CLOSED, JSON.stringify([...closed(), id].slice(-REMEMBERED)));
        }
      }
    });

    async function ask() {
      const answer = await ServerConnection.makeRequest(settings.baseUrl + 'berth/notice', {}, settings);
      if (answer.ok) {
        show((await answer.json()).notices);
      }
    }

    app.serviceManager.events.stream.connect((_, event) => {
      if (event.schema_id === NOTICE) {
        show(event.notices);
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
