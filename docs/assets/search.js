// The search, loaded when a reader opens it: MiniSearch and the language's documents come with it.
"use strict";
(() => {
  const button = document.querySelector("button.find");
  const { index, engine, home, none, close, hint, some } = button.dataset;
  const load = (src) => new Promise((done, failed) => {
    document.head.append(Object.assign(document.createElement("script"), { src, onload: done, onerror: failed }));
  });

  // Latin words as they are; Chinese in pairs of characters, since nothing parts its words.
  const tokens = (text) => {
    const found = [];
    for (const run of text.toLowerCase().normalize("NFKC").match(/[\u3400-\u9fff]+|[\p{L}\p{N}]+(?:[&.'-][\p{L}\p{N}]+)*/gu) ?? []) {
      if (!/^[\u3400-\u9fff]/.test(run)) found.push(run, ...(/[&.'-]/.test(run) ? run.split(/[&.'-]/) : []));
      else if (run.length === 1) found.push(run);
      else for (let place = 0; place < run.length - 1; place += 1) found.push(run.slice(place, place + 2));
    }
    return found.filter(Boolean);
  };
  const latin = (term) => !/[\u3400-\u9fff]/.test(term);
  const queried = (text) => text.toLowerCase().normalize("NFKC").match(/[\u3400-\u9fff]+|[\p{L}\p{N}]+(?:[&.'-][\p{L}\p{N}]+)*/gu)?.flatMap(
    (run) => latin(run) ? [run] : tokens(run)) ?? [];

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
  const ready = (async () => {
    await Promise.all([window.MiniSearch ?? load(engine), load(index)]);
    documents = window.searched;
    engineOf = new window.MiniSearch({ fields: ["title", "other", "text", "section"], tokenize: tokens, processTerm: (term) => term });
    engineOf.addAll(documents.map(([title, other, text, section], id) => ({ id, title, other, text, section })));
  })();

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
    const ask = (combineWith) => engineOf.search(query, {
      combineWith, tokenize: queried, boost: { title: 4, other: 2, section: 1.5 },
      prefix: (term) => latin(term) ? term.length > 1 : true,
      fuzzy: (term) => latin(term) && term.length > 3 ? 0.25 : false,
      boostDocument: (id) => documents[id][4] ? 1.4 : documents[id][3] ? 1 : 2,
    });
    const strict = query ? ask("AND") : [];
    const found = (strict.length || !query ? strict : ask("OR")).slice(0, 20);
    list.replaceChildren(...found.map(({ id }, place) => {
      const [title, , , section, figure, address] = documents[id];
      const item = made("li", "");
      item.setAttribute("role", "presentation");
      const link = Object.assign(made("a", ""), { href: home + address, tabIndex: -1, id: `found-${place}` });
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      link.append(made("span", "title", title), made("span", "figure", figure), made("span", "section", section));
      item.append(link);
      return item;
    }));
    input.setAttribute("aria-expanded", String(found.length > 0));
    said.textContent = !query ? "" : found.length ? some.replace("{}", found.length) : none;
    said.classList.toggle("none", Boolean(query) && !found.length);
    at = -1;
    if (found.length) choose(0);
  };
  input.addEventListener("input", async () => { await ready; search(); });
  dialog.addEventListener("keydown", (event) => {
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
  button.addEventListener("open-search", async () => {
    if (!dialog.open) dialog.showModal();
    input.select();
    try { await ready; if (input.value) search(); } catch { said.textContent = none; }
  });
})();
