// The estate, live: measurements are set where they stand; when anything else changed the part is loaded again.
'use strict';
(() => {
  const part = document.getElementById('part-estate');
  const live = document.getElementById('live');
  if (!part) return;
  let cells = new Map();
  const index = () => {
    cells = new Map();
    for (const cell of part.querySelectorAll('[data-cell]')) {
      const key = cell.dataset.cell;
      if (cells.has(key)) cells.get(key).push(cell); else cells.set(key, [cell]);
    }
  };
  const set = (cell, now) => {
    const words = cell.querySelector('.w');
    if (words && words.textContent !== now.words) words.textContent = now.words;
    const bar = cell.querySelector('rect');
    if (bar && now.permille >= 0) bar.setAttribute('width', now.permille);
    if (cell.classList.contains('meter')) cell.className = 'meter ' + now.level;
  };
  const say = (word, text) => { live.hidden = false; live.className = 'live ' + word; live.textContent = text; };

  let asked = null;
  const again = () => {
    if (asked) return;
    asked = setTimeout(async () => {
      asked = null;
      if (document.querySelector('dialog[open]')) return;
      try {
        const answer = await fetch(part.dataset.part, { credentials: 'same-origin' });
        if (!answer.ok) return;
        const at = part.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
        const parts = new DOMParser().parseFromString(await answer.text(), 'text/html');
        for (const fresh of parts.querySelectorAll('template[data-part]')) {
          document.getElementById(fresh.dataset.part).replaceChildren(document.importNode(fresh.content, true));
        }
        if (at) part.querySelector(`a[href="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
        index();
      } catch (offline) {
        say('off', 'connecting again');
      }
    }, 300);
  };

  index();
  const stream = new EventSource('/estate/live');
  stream.onopen = () => say('on', 'live');
  stream.onerror = () => say('off', 'connecting again');
  stream.onmessage = event => {
    const data = JSON.parse(event.data);
    for (const [key, now] of Object.entries(data.cells)) {
      for (const cell of cells.get(key) || []) set(cell, now);
    }
    for (const [cluster, at] of Object.entries(data.seen)) {
      for (const seen of part.querySelectorAll(`[data-seen="${CSS.escape(cluster)}"] time`)) seen.dateTime = at;
    }
    if (data.again) again();
  };
})();
