// For those who come back: figures that have changed since the last visit. For those new to the trade: terms explained on the spot.
// Both need nothing from the network. What was read is kept in this browser alone, a page at a time, and can be forgotten.
"use strict";
(() => {
  const words = document.currentScript.dataset, root = document.documentElement;
  const PREFIX = "read:", PAGES = 60, FIGURES = 300;
  const make = (name, properties, ...inner) => { const one = Object.assign(document.createElement(name), properties); one.append(...inner); return one; };
  const filled = (pattern, ...parts) => parts.reduce((text, part) => text.replace("{}", part), pattern);
  const store = (() => { try { localStorage.getItem(PREFIX); return localStorage; } catch { return null; } })();  // none in some private windows

  const kept = () => Object.keys(store).filter((key) => key.startsWith(PREFIX));
  // What was kept, if it has the form of it: other sites of this origin, and older versions, write here too.
  const recall = (key) => {
    try {
      const { day, figures } = JSON.parse(store.getItem(key));
      return /^\d{4}-\d\d-\d\d$/.test(day) && Object.values(figures).every((one) => Array.isArray(one) && one.length === 2) ? { day, figures } : null;
    } catch { return null; }
  };
  const forget = () => { for (const key of kept()) store.removeItem(key); };
  const keep = (key, page) => {
    const oldest = kept().filter((one) => one !== key).sort((one, other) => (recall(one)?.day ?? "").localeCompare(recall(other)?.day ?? ""));
    for (const one of oldest.slice(0, Math.max(0, oldest.length + 1 - PAGES))) store.removeItem(one);
    try { store.setItem(key, JSON.stringify(page)); } catch { /* full: the page counts as not read */ }
  };

  // Each figure of the prose by its key, where it stands first: [value, words, element].
  const figures = () => {
    const found = new Map();
    for (const data of document.querySelectorAll("article a.fig[data-note] > data[data-key]")) {
      if (found.size < FIGURES && !found.has(data.dataset.key)) found.set(data.dataset.key, [data.value, data.textContent, data.parentElement]);
    }
    return found;
  };

  const returning = () => {
    const here = figures(), key = PREFIX + location.pathname.replace(/index\.html$/, "");
    if (!store || !here.size) return;
    const now = Object.fromEntries([...here].map(([name, [value, text]]) => [name, [value, text]]));
    const today = new Date().toISOString().slice(0, 10), before = recall(key);
    const changed = before ? Object.keys(now).filter((name) => before.figures[name] && before.figures[name][0] !== now[name][0]) : [];
    if (!changed.length) { keep(key, { day: today, figures: now }); return; }
    const day = new Date(`${before.day}T12:00`).toLocaleDateString(root.lang === "en" ? "en-GB" : root.lang, {  // days before months, as on the pages
       day: "numeric", month: "long", year: "numeric" });
    const marks = changed.map((name, place) => {
      const figure = here.get(name)[2], was = filled(words.before, before.figures[name][1]);
      figure.id ||= `changed-${place}`;
      figure.classList.add("changed");
      const mark = make("span", { className: "was", textContent: ` ${was}` });
      figure.append(mark);
      const subject = document.querySelector(`#note-${figure.dataset.note} .subject`)?.textContent ?? "";
      return make("li", {}, make("a", { href: `#${figure.id}`, textContent: [subject, now[name][1]].filter(Boolean).join(" · ") }), ` ${was}`);
    });
    const list = make("details", {}, make("summary", { textContent: filled(words.changed, day, changed.length) }), make("ul", {}, ...marks));
    const close = (text, done) => make("button", { type: "button", textContent: text, onclick: () => {
      done();
      box.remove();
      for (const figure of document.querySelectorAll("a.fig.changed")) { figure.classList.remove("changed"); figure.querySelector(".was").remove(); }
    } });
    const box = make("aside", { className: "since" }, list,
      close(words.seen, () => keep(key, { day: today, figures: now })), close(words.forget, forget));
    box.setAttribute("aria-label", list.firstChild.textContent);
    document.querySelector("main").prepend(box);
  };

  // A term's explanation stays while the pointer is on it or on its term; Escape and a click elsewhere close it.
  const terms = () => {
    const said = make("div", { className: "term-said", id: "term-said", hidden: true });
    said.setAttribute("role", "tooltip");
    let of = null, timer = 0;
    const hide = () => { clearTimeout(timer); said.hidden = true; of?.removeAttribute("aria-describedby"); of = null; };
    const show = (term) => {
      clearTimeout(timer);
      if (of === term) return;
      hide();
      of = term;
      said.textContent = term.dataset.said;
      said.hidden = false;
      term.setAttribute("aria-describedby", said.id);
      const box = term.getClientRects()[0], below = box.bottom + said.offsetHeight + 8 < innerHeight;
      said.style.left = `${Math.max(16, Math.min(box.left, root.clientWidth - said.offsetWidth - 16)) + scrollX}px`;
      said.style.top = `${(below ? box.bottom + 6 : box.top - said.offsetHeight - 6) + scrollY}px`;
    };
    const found = document.querySelectorAll("a.term[title]");
    if (!found.length) return;
    document.body.append(said);
    for (const term of found) {
      term.dataset.said = term.title;
      term.removeAttribute("title");
      term.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") timer = setTimeout(show, 120, term); });
      term.addEventListener("pointerleave", () => { clearTimeout(timer); timer = setTimeout(hide, 200); });
      term.addEventListener("focus", () => show(term));
      term.addEventListener("blur", hide);
      term.addEventListener("click", (event) => { if (event.pointerType === "touch" && of !== term) { event.preventDefault(); show(term); } });
    }
    said.addEventListener("pointerenter", () => clearTimeout(timer));
    said.addEventListener("pointerleave", hide);
    document.addEventListener("pointerdown", (event) => { if (of && !said.contains(event.target) && event.target !== of) hide(); });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
    addEventListener("resize", hide);
  };

  returning();
  terms();
})();
