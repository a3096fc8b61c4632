// Hosts x tasks: of a large run only what is seen, and a little around it, is in the page. The box scrolls over the whole
// size; the table is moved to where its window belongs and fetched again when the reader leaves it.
'use strict';
window.stewardMatrix = (() => {
  const AROUND = 6;
  const page = document.getElementById('run');
  const box = () => page.querySelector('.matrixbox');
  const table = () => page.querySelector('.matrixbox table.matrix');
  const number = (at, name) => Number(at.dataset[name]);
  const partial = at => Boolean(at) && (number(at, 'rows') < number(at, 'hosts') || number(at, 'columns') < number(at, 'tasks'));

  // The measure of one cell, taken from the page, so that the stylesheet alone decides it.
  const measure = at => ({
    row: at.tBodies[0].rows[0].getBoundingClientRect().height,
    column: at.querySelector('.tasks th:not(.corner):not(.recap)').getBoundingClientRect().width,
    head: at.tHead.getBoundingClientRect().height,
    side: at.querySelector('.corner').getBoundingClientRect().width,
  });

  const wanted = at => {
    const scroll = box();
    const { row, column } = measure(at);
    const first = Math.max(0, Math.floor(scroll.scrollTop / row) - AROUND);
    const left = Math.max(0, Math.floor(scroll.scrollLeft / column) - AROUND);
    const rows = Math.min(120, Math.ceil(scroll.clientHeight / row) + 2 * AROUND);
    const columns = Math.min(120, Math.ceil(scroll.clientWidth / column) + 2 * AROUND);
    return { first, left, rows, columns };
  };

  const text = window => {
    const query = new URLSearchParams(window);
    const group = box()?.dataset.group;
    if (group) query.set('group', group);
    return '?' + query;
  };

  const query = () => {
    const at = table();
    return at && large ? text(wanted(at)) : location.search;
  };

  // Whether this run is too large to be shown whole; once it is, it stays so.
  let large = false;

  const place = at => {
    const { row, column, head } = measure(at);
    const sheet = at.parentElement;
    const across = at.getBoundingClientRect().width - number(at, 'columns') * column;
    sheet.style.height = head + number(at, 'hosts') * row + 'px';
    sheet.style.width = across + number(at, 'tasks') * column + 'px';
    at.style.marginTop = number(at, 'first') * row + 'px';
    at.style.marginLeft = number(at, 'left') * column + 'px';
  };

  const inside = (at, want) => {
    const scroll = box();
    const { row, column } = measure(at);
    const lastRow = Math.min(number(at, 'hosts'), Math.ceil((scroll.scrollTop + scroll.clientHeight) / row));
    const lastColumn = Math.min(number(at, 'tasks'), Math.ceil((scroll.scrollLeft + scroll.clientWidth) / column));
    return number(at, 'first') <= Math.floor(scroll.scrollTop / row) && number(at, 'left') <= Math.floor(scroll.scrollLeft / column)
      && number(at, 'first') + number(at, 'rows') >= lastRow && number(at, 'left') + number(at, 'columns') >= lastColumn;
  };

  const focused = () => document.activeElement?.dataset?.cell;
  const focusOn = name => {
    const cell = name && table()?.querySelector(`[data-cell="${CSS.escape(name)}"]`);
    if (cell) { reach(cell); cell.focus({ preventScroll: true }); }
    return Boolean(cell);
  };

  // One cell is in the tab order; the arrows lead from it to the others.
  const reach = cell => {
    for (const other of table().querySelectorAll('a.cell')) other.tabIndex = other === cell ? 0 : -1;
    for (const host of table().querySelectorAll('th.host a')) host.tabIndex = -1;
  };

  let asking = null;
  const load = async (want, then) => {
    if (asking) asking.abort();
    asking = new AbortController();
    try {
      const answer = await fetch('/parts/runs/' + page.dataset.run + '/matrix' + text(want), { signal: asking.signal });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('table.matrix');
      const at = focused();
      table().replaceWith(document.importNode(fresh, true));
      settle();
      if (then) then(); else focusOn(at);
    } catch (gone) {
      if (gone.name !== 'AbortError') box().dataset.offline = 'true';
    }
  };

  const look = then => {
    const at = table();
    if (!at || !large) return;
    const want = wanted(at);
    if (!inside(at, want)) load(want, then);
  };

  const settle = () => {
    const at = table();
    if (!at) return;
    if (large) place(at);
    reach(at.querySelector('a.cell'));
  };

  const move = (cell, down, right) => {
    const at = table();
    const row = cell.closest('tr');
    const places = [...row.querySelectorAll('a.cell')];
    const x = places.indexOf(cell) + right;
    const next = down ? row[down > 0 ? 'nextElementSibling' : 'previousElementSibling']?.querySelectorAll('a.cell')[x] : places[x];
    if (next) {
      reach(next);
      next.focus({ preventScroll: true });
      show(next);
    }
    return at;
  };

  // The host's name and the tasks' names stay in sight, so what is under them is not seen.
  const show = cell => {
    const scroll = box();
    const { row, column, head, side } = measure(table());
    const seen = scroll.getBoundingClientRect();
    const here = cell.getBoundingClientRect();
    if (here.top < seen.top + head) scroll.scrollTop -= seen.top + head - here.top + row;
    if (here.bottom > seen.bottom - row) scroll.scrollTop += here.bottom - seen.bottom + 2 * row;
    if (here.left < seen.left + side) scroll.scrollLeft -= seen.left + side - here.left + column;
    if (here.right > seen.right - 4 * column) scroll.scrollLeft += here.right - seen.right + 5 * column;
  };

  const begin = kept => {
    const at = table();
    if (!at) return;
    if (partial(at)) large = true;
    const paged = page.querySelector('.paged');
    if (paged) paged.hidden = true;
    settle();
    if (kept) {
      box().scrollTop = kept.top;
      box().scrollLeft = kept.left;
      focusOn(kept.cell);
    }
    let planned = false;
    box().addEventListener('scroll', () => {
      if (planned) return;
      planned = true;
      requestAnimationFrame(() => { planned = false; look(); });
    });
    if (large) look();
  };

  page.addEventListener('keydown', event => {
    const cell = event.target.closest?.('a.cell');
    const step = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key];
    if (!cell || !step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(cell, step[0], step[1]);
  });
  addEventListener('resize', () => look());

  const keep = () => ({ top: box()?.scrollTop || 0, left: box()?.scrollLeft || 0, cell: focused() });
  const dress = kept => {
    begin(kept);
  };

  begin();
  return { partial: () => large, query, keep, dress };
})();
