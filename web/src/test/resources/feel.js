// What a page is asked about how it feels; each answer is a list of what is wrong.
'use strict';
window.feel = (() => {
  const all = selector => [...document.querySelectorAll(selector)];
  const named = e => e.outerHTML.replace(/\s+/g, ' ').slice(0, 160);
  const shown = e => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0 && !e.closest('dialog:not([open])');
  const open = () => all('details').forEach(one => { one.open = true; });

  /** What axe-core calls serious or worse; by these rules alone, where some are named. */
  const axe = async rules => {
    const { violations } = await window.axe.run(document, rules ? { runOnly: rules, resultTypes: ['violations'] } : { resultTypes: ['violations'] });
    return violations.filter(one => ['serious', 'critical'].includes(one.impact))
      .map(one => one.id + ': ' + one.nodes.map(node => node.html).slice(0, 3).join(' '));
  };

  /** What makes the page scroll sideways. */
  const sideways = () => {
    scrollTo(500, scrollY);
    const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth || scrollX > 0;
    scrollTo(0, scrollY);
    return wide ? ['it scrolls sideways: ', ...all('body *').filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(named)] : [];
  };

  /** What a strict policy keeps from working. */
  const inline = text => [...new DOMParser().parseFromString(text, 'text/html').querySelectorAll('*')]
    .filter(e => e.matches('script:not([src]), style, [style], [href^="javascript:"]') || e.getAttributeNames().some(name => name.startsWith('on')))
    .map(named);

  /** Both ends of an element's middle line, as far as the window shows them. */
  const ends = e => {
    const boxes = [...e.getClientRects()];
    const within = (x, y) => [Math.min(Math.max(x, 1), innerWidth - 1), Math.min(Math.max(y, 1), innerHeight - 1)];
    const [first, last] = [boxes[0], boxes[boxes.length - 1]];
    return [within(first.left + 3, (first.top + first.bottom) / 2), within(last.right - 3, (last.top + last.bottom) / 2)];
  };

  const ring = style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;

  /** Why the keyboard's focus is not seen where it is now; empty: it is. */
  const focused = () => {
    const e = document.activeElement;
    if (!e || e === document.body) return 'nothing has the focus';
    if (!ring(getComputedStyle(e))) return 'no ring: ' + named(e);
    const box = e.getBoundingClientRect();
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) return 'out of sight: ' + named(e);
    const cover = ends(e).map(([x, y]) => document.elementFromPoint(x, y)).find(at => !at || !e.contains(at) && !at.contains(e));
    return cover ? 'covered by ' + named(cover) + ': ' + named(e) : '';
  };

  /** Everything that takes the focus takes it so that it is seen. The last key that was pressed must be Tab. */
  const focus = () => {
    const able = all('a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex]');
    const wrong = able.filter(e => e.tabIndex > 0).map(e => 'an order of its own: ' + named(e));
    for (const e of able.filter(e => e.tabIndex === 0 && !e.disabled && shown(e))) {
      e.focus();
      const why = document.activeElement === e ? focused() : 'takes no focus: ' + named(e);
      if (why) wrong.push(why);
    }
    return wrong.slice(0, 8);
  };

  return { open, axe, sideways, inline, focused, focus };
})();
