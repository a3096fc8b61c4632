// Power, live: when anything changed the parts are loaded again, but never one that somebody is filling in or reading.
'use strict';
(() => {
  const part = document.getElementById('part-power');
  const live = document.getElementById('live');
  if (!part) return;
  const say = (word, text) => { live.hidden = false; live.className = 'live ' + word; live.textContent = text; };
  const busy = old => old.contains(document.activeElement) && document.activeElement !== document.body
    || old.id === 'part-steer' && old.querySelector('details[open]');
  let asked = null;
  const again = () => {
    if (asked) return;
    asked = setTimeout(async () => {
      asked = null;
      try {
        const answer = await fetch(part.dataset.part, { credentials: 'same-origin' });
        if (!answer.ok) return;
        const parts = new DOMParser().parseFromString(await answer.text(), 'text/html');
        for (const fresh of parts.querySelectorAll('template[data-part]')) {
          const old = document.getElementById(fresh.dataset.part);
          if (busy(old)) continue;
          const open = [...old.querySelectorAll('details')].map(one => one.open);
          old.replaceChildren(document.importNode(fresh.content, true));
          [...old.querySelectorAll('details')].forEach((one, i) => { if (open[i]) one.open = true; });
        }
      } catch (offline) {
        say('off', 'connecting again');
      }
    }, 200);
  };
  const stream = new EventSource('/power/live');
  let was = false;
  stream.onopen = () => { say('on', 'live'); if (was) again(); was = true; };
  stream.onerror = () => say('off', 'connecting again');
  stream.onmessage = event => { if (JSON.parse(event.data).again) again(); };
})();
