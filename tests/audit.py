"""What a page must keep for everybody to read it, asked in a real browser: contrast of every text as drawn (WCAG 2.2 AA
1.4.3, light and dark, with opacities), names, headings in order, one main part, ids once, targets large enough (2.5.8).
"""

from __future__ import annotations

from browser import Tab

# Each finding is one line. Text is measured against the nearest background that is drawn behind it.
AUDIT = """
(() => {
  const bad = [];
  const told = (el) => el.tagName.toLowerCase() + ' ' + (el.textContent || '').trim().slice(0, 40);
  const parse = (text) => {
    const found = text.match(/[\\d.]+/g).map(Number);
    return found.length > 3 ? found : [...found, 1];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3]));
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const up = (el) => { const all = []; for (let one = el; one; one = one.parentElement) all.push(one); return all; };
  const paper = (el) => {
    for (const one of up(el)) {
      const colour = parse(getComputedStyle(one).backgroundColor);
      if (colour[3] > 0) return colour.slice(0, 3);
    }
    return matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255];
  };
  for (const el of document.querySelectorAll('body *')) {
    const own = [...el.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const box = el.getBoundingClientRect();
    const style = getComputedStyle(el);
    if (!own || !box.width || style.visibility === 'hidden' || box.right < 0) continue;
    const ink = parse(el instanceof SVGElement ? style.fill : style.color);
    ink[3] *= up(el).reduce((all, one) => all * Number(getComputedStyle(one).opacity), 1);
    const below = paper(el);
    const size = parseFloat(style.fontSize), bold = Number(style.fontWeight) >= 700;
    const needed = size >= 24 || (bold && size >= 18.66) ? 3 : 4.5;
    const found = ratio(over(ink, below), below);
    if (found < needed) bad.push(`contrast ${found.toFixed(2)} of ${needed}: ${told(el)}`);
  }
  if (!document.documentElement.lang) bad.push('the page has no language');
  if (document.querySelectorAll('main').length !== 1) bad.push('not one main part');
  if (document.querySelectorAll('h1').length !== 1) bad.push('not one h1');
  let before = 0;
  for (const one of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const level = Number(one.tagName[1]);
    if (level > before + 1) bad.push(`heading skips a level: ${told(one)}`);
    before = level;
  }
  const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
  for (const id of new Set(ids)) if (ids.filter((one) => one === id).length > 1) bad.push(`id twice: ${id}`);
  for (const one of document.querySelectorAll('[aria-labelledby]')) {
    if (!document.getElementById(one.getAttribute('aria-labelledby'))) bad.push(`label leads nowhere: ${told(one)}`);
  }
  for (const one of document.querySelectorAll('a, summary, button')) {
    if (!one.textContent.trim() && !one.getAttribute('aria-label')) bad.push(`no name: ${one.outerHTML.slice(0, 80)}`);
  }
  for (const one of document.querySelectorAll('img, svg[role=img]')) {
    if (!one.getAttribute('alt') && !one.getAttribute('aria-label')) bad.push(`no words for ${told(one)}`);
  }
  for (const one of document.querySelectorAll('nav a, .facts a')) {
    const box = one.getBoundingClientRect();
    if (box.height < 24 || box.width < 24) bad.push(`target ${box.width}×${box.height}: ${told(one)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) bad.push('the page is wider than its window');
  return bad;
})()
"""


async def audit(tab: Tab, address: str) -> list[str]:
    """What is wrong with a page on a desk, on a phone, in the dark and on paper; each with where it was seen."""
    found = []
    for name, how in {
        "desk": {"width": 1000},
        "phone": {"width": 360},
        "dark": {"width": 1000, "dark": True},
        "paper": {"width": 740, "paper": True},
    }.items():
        await tab.open(address, **how)  # type: ignore[arg-type]
        found += [f"{name}: {one}" for one in await tab.value(AUDIT)]
    return found
