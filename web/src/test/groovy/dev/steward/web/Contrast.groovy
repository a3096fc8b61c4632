package dev.steward.web

/** WCAG 2.2, 1.4.3: 4.5 to 1 for text, 3 to 1 for large text. Finds each text against the first opaque ground behind it. */
final class Contrast {

    static final String SCRIPT = '''() => {
      const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      const rgb = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
      const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
      const ground = at => { for (; at; at = at.parentElement) { const c = rgb(getComputedStyle(at).backgroundColor); if (c[3] === 255) return c; } return [255, 255, 255]; };
      const found = new Map();
      for (const at of document.querySelectorAll('body *')) {
        const text = [...at.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent.trim()).join('');
        const style = getComputedStyle(at);
        if (!text || !at.checkVisibility() || at.closest('.hide, dialog:not([open]), option, script') || style.clipPath !== 'none') continue;
        const a = light(rgb(style.color)), b = light(ground(at));
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        if (ratio < (large ? 3 : 4.5)) found.set(at.tagName + '.' + at.className, text.slice(0, 30) + ' ' + ratio.toFixed(2));
      }
      return [...found].map(([at, what]) => at + ': ' + what);
    }'''

    private Contrast() { }
}
