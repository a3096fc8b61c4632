// A run's page, live. Events carry their numbers, so nothing is shown twice whatever the connection does.
'use strict';
(() => {
  const page = document.getElementById('run');
  const id = page.dataset.run;
  const log = document.getElementById('log');
  const follow = document.getElementById('follow');
  const live = document.getElementById('live');
  const MOST = 5000;
  const matrix = window.stewardMatrix;

  const line = data => {
    const row = document.createElement('div');
    row.className = 'l k-' + data.kind;
    row.id = 'e' + data.id;
    const number = document.createElement('a');
    number.className = 'n';
    number.tabIndex = -1;
    number.href = '/runs/' + id + '/log?line=' + data.id.split('.')[0] + '#e' + data.id;
    number.textContent = data.id;
    row.append(number);
    for (const [look, text] of [['t', data.time], ['h', data.host]]) {
      const part = document.createElement('span');
      part.className = look;
      part.textContent = text;
      row.append(part);
    }
    const text = document.createElement('span');
    text.className = 'x';
    for (const span of data.text) {
      if (!span.look) { text.append(span.text); continue; }
      const part = document.createElement('span');
      part.className = span.look;
      part.textContent = span.text;
      text.append(part);
    }
    row.append(text);
    return row;
  };

  // Lines are put in once a frame, however fast they come.
  let waiting = [];
  let planned = false;
  const put = () => {
    planned = false;
    const rows = document.createDocumentFragment();
    for (const data of waiting) rows.append(line(data));
    waiting = [];
    log.append(rows);
    while (log.childElementCount > MOST) log.firstElementChild.remove();
    if (follow.checked) log.scrollTop = log.scrollHeight;
  };
  const add = lines => {
    waiting.push(...lines);
    if (!planned) { planned = true; setTimeout(put, 60); }
  };

  // Only cells that are seen exist; the others come as they are when they are scrolled to.
  const colour = cell => {
    const at = page.querySelector(`[data-cell="${CSS.escape(cell.step + '|' + cell.host)}"]`);
    if (at) {
      at.className = 'cell w-' + cell.word;
      at.title = cell.host + ': ' + cell.word;
      at.setAttribute('aria-label', cell.word);
    }
    if (!at && !matrix.partial() || cell.word === 'failed' || cell.word === 'unreachable') again();
  };

  const dialog = document.getElementById('cell');
  const place = at => at.hasAttribute('href') ? `[href="${CSS.escape(at.getAttribute('href'))}"]` : '.matrixbox';

  // Head, questions and matrix come from the server again, at most once in 700 ms.
  let asked = null;
  const again = () => {
    if (asked) return;
    asked = setTimeout(async () => {
      asked = null;
      try {
        const answer = await fetch('/parts/runs/' + id + matrix.query());
        if (!answer.ok) return;
        const parts = new DOMParser().parseFromString(await answer.text(), 'text/html');
        for (const part of parts.querySelectorAll('template[data-part]')) {
          const old = document.getElementById(part.dataset.part);
          const at = old.contains(document.activeElement) ? document.activeElement : null;
          if (at && /^(BUTTON|SELECT|INPUT)$/.test(at.tagName)) continue;
          // a dialog gives the focus back to what opened it, so that must stay
          if (dialog.open && part.dataset.part === 'part-matrix') continue;
          const kept = part.dataset.part === 'part-matrix' ? matrix.keep() : null;
          old.replaceChildren(document.importNode(part.content, true));
          if (kept) matrix.dress(kept);
          if (at && document.activeElement === document.body) old.querySelector(place(at))?.focus({ preventScroll: true });
        }
      } catch (offline) {
        live.textContent = 'no connection';
      }
    }, 700);
  };

  const say = (word, text) => { live.hidden = false; live.className = 'live ' + word; live.textContent = text; };

  if (page.dataset.ended !== 'true') {
    let last = Number(page.dataset.after);
    document.getElementById('followbox').hidden = false;
    const stream = new EventSource('/runs/' + id + '/live?after=' + last);
    stream.onopen = () => say('on', 'live');
    stream.onerror = () => say('off', 'connecting again');
    stream.onmessage = event => {
      const data = JSON.parse(event.data);
      if (data.n <= last) return;
      last = data.n;
      page.dataset.after = last;
      add(data.lines);
      if (data.cell) colour(data.cell);
      if (data.again) again();
    };
    stream.addEventListener('end', () => { stream.close(); say('done', 'ended'); page.dataset.ended = 'true'; again(); });
    const beat = setInterval(() => { if (page.dataset.ended === 'true') clearInterval(beat); else again(); }, 10000);
    log.addEventListener('scroll', () => {
      follow.checked = log.scrollTop + log.clientHeight > log.scrollHeight - 40;
    });
    follow.addEventListener('change', () => { if (follow.checked) log.scrollTop = log.scrollHeight; });
  }
  log.scrollTop = log.scrollHeight;

  // A click on a cell opens its output here; with a modifier, or without this script, it is a page of its own.
  dialog.addEventListener('close', () => { if (page.dataset.ended !== 'true') again(); });
  page.addEventListener('click', async event => {
    const cell = event.target.closest('a.cell, .group .hosts a');
    if (!cell || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    try {
      const answer = await fetch('/parts' + new URL(cell.href).pathname);
      if (!answer.ok) { location.href = cell.href; return; }
      document.getElementById('cellbody').innerHTML = await answer.text();
      dialog.showModal();
    } catch (offline) {
      location.href = cell.href;
    }
  });
})();
