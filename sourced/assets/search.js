// The search, loaded when a reader opens it: MiniSearch and the language's documents come with it.
"use strict";
(() => {
  const button = document.querySelector("button.find");
  const { index, engine, home, none, close, hint, some, failed: unloaded } = button.dataset;
  const load = (src) => new Promise((done, failed) => {
    document.head.append(Object.assign(document.createElement("script"), { src, onload: done, onerror: failed }));
  });

  // One form of what is written in several: months; "2025-Q3", "2025Q3", "3Q25", "third quarter of 2025", "2025年第三季度" and
  // "2025年Q3"; full and half width; traditional and simplified Chinese.
  const ORDINALS = ["first", "second", "third", "fourth"];
  let simplified = new Map();
  const folded = (text) => Array.from(text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFKC"), (one) => simplified.get(one) ?? one).join("")
    .replace(/\b(january|february|march|april|june|july|august|september|october|november|december)\b/g, (month) => month.slice(0, 3))
    .replace(/\b(first|second|third|fourth) quarter( of)?\b/g, (_, ordinal) => ` q${ORDINALS.indexOf(ordinal) + 1} `)
    .replace(/第([一二三四1-4])季度?|([一二三四1-4])季(?:度|(?=报))/g, (_, one, other) => ` q${"一二三四".indexOf(one ?? other) + 1 || (one ?? other)} `)
    .replace(/\b([1-4])q(\d\d)?(\d\d)\b/g, (_, quarter, century, year) => ` q${quarter} ${century ?? 20}${year} `)
    .replace(/\b(\d{4})\s*[年./-]?\s*(q[1-4])(?!\w)/g, " $1 $2 ")
    .replace(/\b(q[1-4])\s*[./-]\s*(\d{4})(?!\w)/g, " $1 $2 ");
  const LATIN = "(?:(?![\\u3400-\\u9fff])[\\p{L}\\p{N}])+", RUN = new RegExp(`[\\u3400-\\u9fff]+|${LATIN}(?:[&.,'-]${LATIN})*`, "gu");
  const runs = (text) => folded(text).match(RUN) ?? [];
  // Latin words as they are; Chinese in pairs of characters, since nothing parts its words.
  const tokens = (text) => {
    const found = [];
    for (const run of runs(text)) {
      if (latin(run)) found.push(run, ...(/[&'-]/.test(run) ? run.split(/[&'-]/) : []));
      else if (run.length === 1) found.push(run);
      else for (let place = 0; place < run.length - 1; place += 1) found.push(run.slice(place, place + 2));
    }
    return found.filter(Boolean);
  };
  const latin = (term) => !/[\u3400-\u9fff]/.test(term);
  const numeric = (term) => /^q?\d/.test(term);
  const queried = (text) => runs(text).flatMap((run) => latin(run) ? [run] : tokens(run));

  const made = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });
  const dialog = made("dialog", "search");
  const input = Object.assign(made("input", ""), { type: "text", inputMode: "search", placeholder: hint, autocomplete: "off", spellcheck: false });
  input.setAttribute("aria-label", hint);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", "found");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-autocomplete", "list");
  const shut = Object.assign(made("button", "", close), { type: "button" });
  const list = Object.assign(made("ul", ""), { id: "found" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", hint);
  const said = made("p", "said");
  said.setAttribute("role", "status");
  const bar = made("div", "asked");
  bar.append(input, shut);
  dialog.append(bar, said, list);
  dialog.setAttribute("aria-label", hint);
  document.body.append(dialog);

  let engineOf = null, documents = [], at = -1;
  const FIELDS = ["title", "other", "text", "section", "figure"];
  let coming = null;
  const prepared = async () => {
    await Promise.all([window.MiniSearch ?? load(engine), load(index)]);
    documents = window.searched;
    engineOf = new window.MiniSearch({ fields: FIELDS, tokenize: tokens, processTerm: (term) => term });
    added(0);
  };
  const added = (from) => {
    const pairs = [...window.variants];
    simplified = new Map(pairs.flatMap((one, place) => place % 2 ? [] : [[one, pairs[place + 1]]]));
    engineOf.addAll(documents.slice(from).map(([title, other, text, section, figure, , , older], place) => (
      { id: from + place, title, other, text, section, figure: [figure, ...older.filter((_, one) => one % 2 === 0)].join(" ") })));
  };
  // A long list comes in several files, of which the first is searched while the others come.
  let parts = 0, arriving = null;
  const rest = async () => {
    for (const later = window.later ?? []; parts < later.length; parts += 1) {
      const from = documents.length;
      await load(index.replace(/[^/]*$/, later[parts]));
      added(from);
      if (at <= 0) search();  // unless the reader is on the way through what was found
    }
  };
  // Asked for again after a failure, which may have been of a moment.
  const searched = async () => {
    try {
      await (coming ??= prepared());
      search();
      arriving ??= rest().catch(() => { arriving = null; });  // what has come so far is found
    } catch { coming = null; said.textContent = unloaded; }
  };

  // Of a series, the figure that has most of the words sought; the newest if none has more. Give it, its address, and whether it has all numbers.
  const meant = (id, terms) => {
    const [, , , , figure, address, , older] = documents[id], page = address.split("#")[0];
    const all = [[figure, address], ...older.flatMap((said, place) => place % 2 ? [] : [[said, `${page}#${older[place + 1]}`]])];
    const scored = all.map(([said, where]) => {
      const words = new Set(tokens(said));
      return { said, where, words, count: terms.filter((term) => words.has(term)).length };
    });
    const best = scored.reduce((one, other) => (other.count > one.count ? other : one));
    const numbers = terms.filter((term) => numeric(term) && term.length > 1);
    return { ...best, exact: numbers.length > 0 && numbers.every((term) => best.words.has(term)) };
  };
  const found = (query) => {
    const terms = queried(query);
    const ask = (combineWith, fuzzy) => engineOf.search(query, {
      combineWith, tokenize: queried, boost: { title: 4, other: 2, section: 1.5 },
      prefix: (term) => (latin(term) ? term.length > 1 && !numeric(term) : true),
      fuzzy: (term) => latin(term) && !numeric(term) && term.length > 3 ? fuzzy : false, maxFuzzy: 2,
      boostDocument: (id) => (documents[id][3] ? 1 : 2) * (documents[id][4] ? 1.4 : 1) * (1 + 0.3 * Math.log2(1 + documents[id][6])),
    });
    for (const [combineWith, fuzzy] of [["AND", 0.2], ["AND", 0.4], ["OR", 0.2]]) {
      const results = query ? ask(combineWith, fuzzy) : [];
      if (!results.length) continue;
      return results.map(({ id, score }) => ({ id, score, ...meant(id, terms) })).map((one) => ({ ...one, score: one.score * (one.exact ? 3 : 1) }))
        .sort((one, other) => other.score - one.score).slice(0, 20);
    }
    return [];
  };

  const choose = (place) => {
    const options = [...list.querySelectorAll("a")];
    options[at]?.setAttribute("aria-selected", "false");
    at = options.length ? (place + options.length) % options.length : -1;
    options[at]?.setAttribute("aria-selected", "true");
    options[at]?.scrollIntoView({ block: "nearest" });
    if (at >= 0) input.setAttribute("aria-activedescendant", options[at].id); else input.removeAttribute("aria-activedescendant");
  };
  const search = () => {
    const query = input.value.trim();
    const results = found(query);
    list.replaceChildren(...results.map(({ id, said: figure, where }, place) => {
      const [title, , , section] = documents[id];
      const item = made("li", "");
      item.setAttribute("role", "presentation");
      const link = Object.assign(made("a", ""), { href: home + where, tabIndex: -1, id: `found-${place}` });
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      link.append(made("span", "title", title), made("span", "figure", figure), made("span", "section", section));
      item.append(link);
      return item;
    }));
    input.setAttribute("aria-expanded", String(results.length > 0));
    said.textContent = !query ? "" : results.length ? some.replace("{}", results.length) : none;
    said.classList.toggle("none", Boolean(query) && !results.length);
    at = -1;
    if (results.length) choose(0);
  };
  input.addEventListener("input", searched);
  dialog.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;  // keys of a method of input, as for Chinese, choose among its own
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && document.activeElement === input) {
      event.preventDefault();
      list.querySelectorAll("a")[at]?.click();
    }
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog || event.target.closest("a")) dialog.close(); });
  shut.addEventListener("click", () => dialog.close());
  button.addEventListener("open-search", (event) => {
    event.preventDefault();  // it is answered
    if (!dialog.open) dialog.showModal();
    input.select();
    searched();
  });
})();
