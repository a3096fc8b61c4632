// Charts of what a node or guest used, by uPlot. Who has no scripts sees drawings made by the server in their place.
'use strict';
(() => {
  const used = document.getElementById('used');
  if (!used || !window.uPlot) return;
  const note = document.getElementById('used-at');
  const kib = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const bytes = value => {
    let unit = 0;
    while (value >= 1023.5 && unit < kib.length - 1) { value /= 1024; unit++; }
    return (unit > 0 && value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)) + ' ' + kib[unit];
  };
  const words = {
    share: value => value > 0 && value < .005 ? '<1 %' : Math.round(value * 100) + ' %',
    bytes,
    rate: value => bytes(value) + '/s',
    span: value => value < 60 ? Math.round(value) + ' s' : value < 7200 ? Math.floor(Math.round(value) / 60) + ' min'
      : Math.floor(value / 3600) + ' h' + (Math.floor(value / 60) % 60 ? ' ' + Math.floor(value / 60) % 60 + ' min' : ''),
    volts: value => Math.round(value) + ' V',
  };
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500];
  const marks = {
    share: [.01, .02, .05, .1, .2, .25, .5, 1],
    bytes: [0, 1, 2, 3, 4, 5].flatMap(power => steps.map(step => step * 1024 ** power)),
  };
  marks.rate = marks.bytes;
  marks.span = [10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 43200, 86400];
  marks.volts = steps;
  const dates = [
    [86400, '{D} {MMM}', null, null, null, null, null, null, 1],
    [60, '{HH}:{mm}', null, null, '\n{D} {MMM}', null, null, null, 1],
    [1, '{HH}:{mm}:{ss}', null, null, null, null, null, null, 1],
  ];
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  let data = null;
  let drawn = [];

  const statuses = { ok: '--ok', changed: '--changed', failed: '--failed', unreachable: '--unreachable', lost: '--failed', running: '--run' };
  const near = 5;
  const happened = u => data.happened.filter(one => Math.abs(u.valToPos(one.at, 'x') - u.cursor.left) <= near).map(one => one.words);

  // a thin line at each run, a broken one at each event of the power; the list below says which is which
  const strike = u => {
    const { ctx, bbox } = u;
    ctx.save();
    for (const one of data.happened) {
      const x = Math.round(u.valToPos(one.at, 'x', true));
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.strokeStyle = ctx.fillStyle = colour(statuses[one.status] || '--soft');
      ctx.lineWidth = devicePixelRatio;
      ctx.setLineDash(one.power ? [4 * devicePixelRatio, 3 * devicePixelRatio] : []);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      const half = 3.5 * devicePixelRatio;
      ctx.beginPath();
      ctx.moveTo(x - half, bbox.top + bbox.height + 2 * half);
      ctx.lineTo(x + half, bbox.top + bbox.height + 2 * half);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.fill();
    }
    ctx.restore();
  };

  const values = (chart, i) => chart.lines
    .map(line => (chart.lines.length > 1 ? line.name + ' ' : '')
      + (line.values[i] == null ? 'not measured' : words[chart.unit](line.values[i]))).join('; ');

  const at = i => new Intl.DateTimeFormat('en-GB', { timeZone: data.zone, weekday: 'short', day: 'numeric', month: 'short',
    hour: '2-digit', minute: '2-digit' }).format(new Date(data.times[i] * 1000));

  const options = (chart, told, width) => {
    const ink = colour('--soft');
    const axis = { stroke: ink, grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line-strong'), width: 1, size: 4 },
      font: '11px ' + colour('--sans') };
    const looks = [
      { stroke: colour('--accent'), width: 1.6, fill: colour('--accent') + '22', points: { show: false } },
      { stroke: colour('--changed'), width: 1.8, dash: [5, 3], points: { show: false } },
    ];
    return {
      width, height: width < 420 ? 150 : 170, legend: { show: false }, padding: [8, 8, 0, 0],
      tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), data.zone),
      cursor: { sync: { key: 'used' }, drag: { x: true, y: false }, y: false, points: { size: 7 } },
      scales: { x: { time: true, range: (u, min, max) => [min, max] }, y: { range: (u, min, max) => [0, Math.max(chart.top, max) || 1] } },
      series: [{}, ...chart.lines.map((line, i) => ({ label: line.name, ...looks[i] }))],
      axes: [
        { ...axis, values: dates, space: 60 },
        { ...axis, size: 68, incrs: marks[chart.unit], values: (u, splits) => splits.map(value => value === 0 ? '0' : words[chart.unit](value)) },
      ],
      hooks: {
        draw: [strike],
        setCursor: [u => {
          const i = u.cursor.idx;
          told.textContent = i == null ? chart.words : [at(i) + ': ' + values(chart, i), ...happened(u)].join(' · ');
          told.classList.toggle('pointed', i != null);
        }],
      },
    };
  };

  const columns = chart => [data.times, ...chart.lines.map(line => line.values)];
  const figure = title => used.querySelector(`[data-chart="${CSS.escape(title)}"]`);

  const draw = () => {
    drawn.forEach(one => { one.watch.disconnect(); one.plot.destroy(); });
    drawn = [];
    for (const chart of data.charts) {
      const place = figure(chart.title);
      if (!place || !chart.lines.length) continue;
      const told = place.querySelector('.words');
      let box = place.querySelector('.plot');
      if (!box) {
        place.querySelector('svg')?.remove();
        box = document.createElement('div');
        box.className = 'plot';
        box.setAttribute('role', 'img');
        place.append(box);
      }
      box.setAttribute('aria-label', chart.title + ': ' + chart.words);
      told.textContent = chart.words;
      const plot = new uPlot(options(chart, told, box.clientWidth), columns(chart), box);
      const watch = new ResizeObserver(() => {
        if (box.clientWidth && box.clientWidth !== plot.width) plot.setSize({ width: box.clientWidth, height: plot.height });
      });
      watch.observe(box);
      drawn.push({ plot, watch, title: chart.title });
    }
  };

  const zoomed = () => drawn.some(({ plot }) => plot.scales.x.min > plot.data[0][0] || plot.scales.x.max < plot.data[0][plot.data[0].length - 1]);
  const pointed = () => drawn.some(({ plot }) => plot.cursor.left >= 0);

  const load = async () => {
    if (document.hidden || zoomed() || pointed()) return;
    try {
      const answer = await fetch(used.dataset.used, { credentials: 'same-origin' });
      if (!answer.ok) return;
      const fresh = await answer.json();
      if (!fresh.charts) return;
      data = fresh;
      draw();
      note.hidden = true;
    } catch (offline) {
      note.hidden = false;
      note.textContent = 'Steward does not answer; this is how it was.';
    }
  };

  const again = () => { if (data) draw(); };
  new MutationObserver(again).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  setInterval(load, 60000);
  load();
})();
