// What every page has: colours, keyboard, times that move on, parts that renew themselves, questions before actions.
'use strict';
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Colours: system, light, dark.
  const theme = $('#theme');
  const themes = ['', 'light', 'dark'];
  const names = { '': 'as the system', light: 'light', dark: 'dark' };
  const showTheme = () => {
    const now = document.documentElement.dataset.theme || '';
    theme.setAttribute('aria-label', 'Colours: ' + names[now]);
    theme.title = 'Colours: ' + names[now];
  };
  theme.hidden = false;
  showTheme();
  theme.addEventListener('click', () => {
    const next = themes[(themes.indexOf(document.documentElement.dataset.theme || '') + 1) % themes.length];
    if (next) document.documentElement.dataset.theme = next; else delete document.documentElement.dataset.theme;
    try { localStorage.setItem('steward.theme', next); } catch (blocked) { theme.title += ' (not kept)'; }
    showTheme();
  });

  // Where the menu is wider than the window, the entry of this page is in sight.
  const here = $('.top nav a[aria-current]');
  if (here) here.closest('nav').scrollLeft = here.offsetLeft - 60;

  // On a phone the filters would push away what is read; where one holds they stay open.
  if (matchMedia('(max-width: 640px)').matches && !location.search) for (const box of all('details.filters')) box.open = false;

  // Times.
  const rough = seconds => seconds < 60 ? Math.floor(seconds) + ' s'
    : seconds < 3600 ? Math.floor(seconds / 60) + ' min'
    : seconds < 172800 ? Math.floor(seconds / 3600) + ' h' : Math.floor(seconds / 86400) + ' days';
  const exact = seconds => seconds < 60 ? Math.floor(seconds) + ' s'
    : seconds < 3600 ? Math.floor(seconds / 60) + ' min ' + String(Math.floor(seconds % 60)).padStart(2, '0') + ' s'
    : Math.floor(seconds / 3600) + ' h ' + String(Math.floor(seconds / 60 % 60)).padStart(2, '0') + ' min';
  const tick = () => {
    for (const time of all('time[datetime]:not([data-fixed])')) {
      const ago = (Date.now() - Date.parse(time.dateTime)) / 1000;
      const text = Math.abs(ago) < 5 ? 'now' : ago < 0 ? 'in ' + rough(-ago) : rough(ago) + ' ago';
      if (time.textContent !== text) time.textContent = text;
    }
    for (const took of all('[data-since]')) {
      took.textContent = exact(Math.max(0, (Date.now() - Date.parse(took.dataset.since)) / 1000));
    }
  };
  setInterval(tick, 1000);

  // What is told for as long as it holds, by whoever told it; an empty text ends only one's own.
  const said = new Map();
  const toast = (who, words) => {
    said.set(who, words);
    const text = [...said.values()].filter(Boolean).join(' ');
    const at = $('#toast');
    if (at.textContent === text) return;
    at.textContent = text;
    at.hidden = !text;
  };

  // Parts that renew themselves; never under the reader's keyboard focus, and only while the page is seen.
  for (const part of all('[data-poll]')) {
    if (part.id === 'part-running' && new URLSearchParams(location.search).has('before')) continue;
    setInterval(async () => {
      if (document.hidden || part.contains(document.activeElement) || document.querySelector('dialog[open]')) return;
      try {
        const answer = await fetch(part.dataset.poll, { credentials: 'same-origin' });
        toast('poll', '');
        if (!answer.ok) return;
        const html = await answer.text();
        if (html !== part.dataset.had) {
          // what renews itself in its own time, as charts, is put back where the new part has a place for it
          const kept = all('[data-keep]', part);
          part.innerHTML = html;
          for (const old of kept) $(`[data-keep="${CSS.escape(old.dataset.keep)}"]`, part)?.replaceWith(old);
          part.dataset.had = html;
        }
      } catch (offline) {
        part.dataset.had = '';
        toast('poll', 'Steward does not answer; what is shown may be old.');
      }
    }, 5000);
  }

  // "N new" instead of rows that move.
  const newer = $('#newer');
  if (newer) {
    setInterval(async () => {
      if (document.hidden) return;
      const query = newer.dataset.query;
      try {
        const answer = await fetch('/parts/newer' + (query ? query + '&' : '?') + 'than=' + newer.dataset.newest);
        if (!answer.ok) return;
        const { count } = await answer.json();
        newer.hidden = count === 0;
        $('a', newer).textContent = count + ' new ' + (count === 1 ? 'run' : 'runs') + ': show';
      } catch (offline) {
        newer.hidden = true;
      }
    }, 5000);
  }

  // A search that has not seen the whole history goes on by itself, look by look, until the page is full or a minute is over.
  const ROOM = 50;
  const further = async found => {
    const until = Date.now() + 60000;
    for (let at = $('.further', found); at && Date.now() < until; at = $('.further', found)) {
      const room = ROOM - all('tbody tr', found).length;
      if (room < 1) break;
      $('.looking', at).hidden = false;
      const answer = await fetch(at.dataset.more + '&room=' + room, { credentials: 'same-origin' });
      if (!answer.ok) break;
      const more = document.createElement('template');
      more.innerHTML = await answer.text();
      const rows = $('tbody', found);
      if (rows) rows.append(...all('tbody tr', more.content));
      else $('.empty', found).replaceWith($('.scroll', more.content) || $('.empty', more.content));
      const next = $('.further', more.content);
      if (next) at.replaceWith(next); else at.remove();
      const older = $('.pager [rel=next]', more.content);
      if (older) $('.pager', found).append(older);
      await new Promise(done => setTimeout(done, 50));
    }
  };
  const found = $('.found-runs');
  if (found) further(found)
    .catch(() => toast('search', 'Steward does not answer; the search ended early.'))
    .finally(() => { for (const left of all('.looking', found)) left.hidden = true; });

  // The hosts that a limit leaves.
  const limit = $('#limit');
  if (limit) {
    let asked = 0;
    limit.addEventListener('input', () => {
      const mine = ++asked;
      setTimeout(async () => {
        if (mine !== asked) return;
        const answer = await fetch(limit.dataset.hosts + '?limit=' + encodeURIComponent(limit.value));
        if (mine === asked && answer.ok) $('#reach').innerHTML = await answer.text();
      }, 250);
    });
  }

  // Of the lines of a log or a source one is in the tab order, as otherwise nobody comes past them; the arrows lead to the others.
  const lines = list => all('a.n, .n a', list);
  const only = (list, one) => { for (const other of lines(list)) other.tabIndex = other === one ? 0 : -1; };
  for (const list of all('.log, .source')) {
    only(list, $(':target .n', list) || lines(list)[0]);
    list.addEventListener('keydown', event => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const at = lines(list).indexOf(document.activeElement);
      const next = step && at >= 0 && lines(list)[at + step];
      if (!next) return;
      only(list, next);
      next.focus();
      event.preventDefault();
    });
  }

  document.addEventListener('submit', event => {
    const question = event.submitter?.dataset.sure || event.target.dataset.sure;
    if (question && !confirm(question)) event.preventDefault();
  });

  // Keyboard.
  const keys = $('#keys');
  const help = $('#help');
  keys.hidden = false;
  keys.addEventListener('click', () => help.showModal());
  let before = '';
  const rows = () => all('[data-row]');
  const move = step => {
    const list = rows();
    if (!list.length) return;
    const at = list.findIndex(row => row.classList.contains('at'));
    const to = Math.max(0, Math.min(list.length - 1, at < 0 ? 0 : at + step));
    list.forEach(row => row.classList.remove('at'));
    list[to].classList.add('at');
    const link = $('a', list[to]);
    if (link) link.focus({ preventScroll: true });
    list[to].scrollIntoView({ block: 'nearest' });
  };
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && document.activeElement === $('#find')) { document.activeElement.blur(); return; }
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName || '')) return;
    if (before === 'g') {
      const link = $(`nav [data-key="${CSS.escape(event.key)}"]`);
      before = '';
      if (link) { link.click(); event.preventDefault(); return; }
    }
    before = event.key === 'g' ? 'g' : '';
    if (event.key === '/') { $('#find').focus(); event.preventDefault(); }
    else if (event.key === '?') help.showModal();
    else if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
  });
})();
