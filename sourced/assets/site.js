// Without this script everything is still there: figures link to their evidence, filters work, the page follows the system.
"use strict";
(() => {
  const root = document.documentElement;
  root.dataset.script = "";  // before anything is painted: what needs this script has its place from the first
  if (location.protocol.startsWith("http") && !("preview" in root.dataset)) try {  // in an editor's preview each page comes anew
    navigator.serviceWorker?.register(new URL("../sw.js", document.currentScript.src))?.catch(() => {});
  } catch { /* in a frame that is shut in, or where a reader allows none */ }
  const kept = () => { try { return localStorage.getItem("scheme"); } catch { return null; } };
  const apply = (scheme) => { if (scheme) root.dataset.scheme = scheme; };
  const embedded = "embed" in document.currentScript.dataset;  // such a frame may be told by its address to be light or dark
  const follow = () => apply((embedded && new URLSearchParams(location.search).get("theme")) || kept());
  follow();
  addEventListener("storage", (event) => { if (event.key === "scheme") follow(); });  // chosen in another window
  addEventListener("pageshow", (event) => { if (event.persisted) follow(); });  // chosen on another page, and back
  const alone = () => root.toggleAttribute("data-alone", !location.protocol.startsWith("http") || !navigator.onLine);
  for (const kind of ["online", "offline"]) addEventListener(kind, alone);
  alone();

  // A word on what was done, or could not be: at the window's foot, where it is seen wherever one reads.
  const told = Object.assign(document.createElement("p"), { className: "told" });
  told.setAttribute("role", "status");
  let fading = 0;
  const tell = (words) => {
    clearTimeout(fading);
    told.textContent = words;
    fading = setTimeout(() => { told.textContent = ""; }, 6000);
  };

  // A script that comes when it is asked for. A press that it does not answer, for it did not come or something else came in
  // its place, is told; the next one asks for it again.
  const onDemand = () => {
    let coming = null;
    return async (button, event) => {
      coming ??= new Promise((onload, onerror) => document.head.append(Object.assign(document.createElement("script"), { src: button.dataset.script, onload, onerror })));
      try { await coming; } catch { coming = null; }
      if (coming && !button.dispatchEvent(event)) return;  // who answers prevents what would else be done: this
      coming = null;
      tell(button.dataset.failed);
    };
  };

  // The address of the page with another query: what comes before and after it stays.
  const keepInAddress = (names, chosen) => {
    const address = new URL(location.href);
    for (const name of names) address.searchParams.delete(name);
    for (const [name, value] of chosen) address.searchParams.append(name, value);
    try { history.replaceState(null, "", address); } catch { /* in a frame that is shut in, or asked for too often */ }
  };

  // Where a list has grown into parts, an address of a row in it still leads there: by how the row's name begins.
  const partOfRow = () => {
    const row = location.hash.slice(1);  // as it is: names of rows need no escapes, and a broken one would end all scripts
    if (!row || document.getElementById(row)) return;
    const fits = [...document.querySelectorAll("a[data-begins]")].filter((link) => row.startsWith(link.dataset.begins));
    const longest = fits.sort((one, other) => other.dataset.begins.length - one.dataset.begins.length)[0];
    if (longest) location.replace(`${longest.href}#${row}`);
  };

  const schemeButton = () => {
    const button = document.querySelector("button.scheme");
    if (!button) return;
    const schemes = JSON.parse(button.dataset.schemes);  // of each its name, whether it is light or dark, its word
    const system = () => matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const next = () => {
      const chosen = schemes.findIndex(([name]) => name === root.dataset.scheme);
      const shown = chosen < 0 ? schemes.findIndex(([, native]) => native === system()) : chosen;
      return schemes[(shown + 1) % schemes.length];
    };
    const label = () => { button.querySelector(".unseen").textContent = button.title = next()[2]; };
    button.hidden = false;
    label();
    new MutationObserver(label).observe(root, { attributeFilter: ["data-scheme"] });
    button.addEventListener("click", () => {
      const [scheme] = next();
      apply(scheme);
      try { localStorage.setItem("scheme", scheme); } catch { /* private window: the choice lasts for this page */ }
    });
  };

  // On disk nothing serves a folder's index.html, so links name it. In the capture phase, so that those of the search do too.
  const fromDisk = () => {
    if (location.protocol !== "file:") return;
    const whole = (event) => {
      const link = event.target.closest?.("a[href]");
      if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
    };
    for (const kind of ["click", "auxclick", "focusin", "pointerover"]) document.addEventListener(kind, whole, true);
  };

  // The search comes when it is asked for: by its button, by "/" or Ctrl-K.
  const finder = () => {
    const button = document.querySelector("button.find");
    if (!button) return;
    const ask = onDemand(), open = () => ask(button, new Event("open-search", { cancelable: true }));
    button.hidden = false;
    button.addEventListener("click", open);
    addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      if ((event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey)) {
        event.preventDefault();
        open();
      }
    });
  };

  // The link of the page, by what the device shares with where it is held in a hand, else copied; a word says so.
  const sharing = () => {
    const button = document.querySelector("button.share");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const address = document.querySelector('link[rel="canonical"]')?.href ?? location.href.split("#")[0];
      if (navigator.share && matchMedia("(pointer: coarse)").matches) {
        navigator.share({ title: document.title, url: address }).catch(() => {});
        return;
      }
      tell(await copied(address) ? button.dataset.done : button.dataset.failed);
    });
  };

  // The contents of the page say where one reads; what is chosen in the row of sections is in sight.
  const position = () => {
    const chosen = document.querySelector(".sections [aria-current]"), row = chosen?.closest("ul");
    const inSight = () => { if (row) row.scrollLeft = chosen.offsetLeft - (row.clientWidth - chosen.offsetWidth) / 2; };
    inSight();
    document.fonts?.ready.then(inSight);
    const links = new Map([...document.querySelectorAll(".toc a")].map((link) => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]));
    links.delete(null);
    const headings = [...links.keys()];
    let asked = 0;
    const mark = () => {
      asked = 0;
      const end = scrollY + innerHeight >= root.scrollHeight - 2;
      const passed = headings.filter((heading) => heading.offsetParent && (end || heading.getBoundingClientRect().top < 120)).pop();
      for (const [heading, link] of links) if (heading === passed) link.setAttribute("aria-current", "location"); else link.removeAttribute("aria-current");
    };
    if (headings.length) for (const kind of ["scroll", "resize"]) addEventListener(kind, () => { asked ||= requestAnimationFrame(mark); }, { passive: true });
  };

  // A figure's note as a card: in the margin beside its line where there is one, else below it, on a phone as a sheet at the
  // bottom. On hover and focus, and on the first tap; the link itself leads to its history. Tab goes into the card and out.
  const cards = () => {
    const card = Object.assign(document.createElement("aside"), { id: "card", hidden: true }), body = document.createElement("div");
    card.setAttribute("role", "note");
    const close = document.querySelector("button.find")?.dataset.close ?? "";
    const button = Object.assign(document.createElement("button"), { type: "button", className: "close icon", title: close, textContent: "✕" });
    button.setAttribute("aria-label", close);
    card.append(button, body);
    document.body.append(card);
    let shown = null, timer = 0, touched = false;
    const hide = () => {
      clearTimeout(timer);
      card.hidden = true;
      shown?.removeAttribute("aria-describedby");
      shown?.classList.remove("open");
      shown?.style.removeProperty("scroll-margin-bottom");
      shown?.removeAttribute("data-tapped");
      shown = null;
    };
    const margin = (figure) => {  // where the margin beside a figure's block begins; 0 if something stands there
      const block = figure.closest("article > *"), article = block?.parentElement.getBoundingClientRect();
      if (!block || !matchMedia("(min-width: 73.75rem)").matches || block.matches(".chart, .scroll, .tiles, .keys, .long, .wide")) return 0;
      const left = block.getBoundingClientRect().right + 32;
      return article.right - left >= 300 ? left : 0;
    };
    const place = (figure) => {
      const boxes = [...figure.getClientRects()], first = boxes[0], last = boxes[boxes.length - 1], wide = root.clientWidth;
      const floor = innerHeight - (parseFloat(getComputedStyle(root).getPropertyValue("--foot")) || 0);  // above what is fixed to the window's foot
      const side = margin(figure), sheet = wide <= 640;
      card.className = `card${sheet ? " sheet" : side ? " margin" : ""}`;
      card.style.left = card.style.top = card.style.maxHeight = "";
      card.hidden = false;
      card.scrollTop = 0;
      const high = card.offsetHeight, ceiling = document.querySelector(".sections")?.getBoundingClientRect().bottom ?? 0;
      if (sheet) {  // the line that is read stays in sight above it
        figure.style.scrollMarginBottom = `${high + 12}px`;  // also for the browser, which scrolls to what gets the focus
        figure.scrollIntoView({ block: "nearest", behavior: "instant" });
        return;
      }
      const around = figure.closest("p, li, dd, td, h1, h2, h3, figcaption")?.getBoundingClientRect() ?? last;  // not over the sentence
      const [over, under] = around.bottom + high + 8 < floor || around.top - high - 8 >= ceiling ? [around.top, around.bottom] : [first.top, last.bottom];
      const beneath = floor - under - 14, above = over - ceiling - 14, below = beneath >= Math.min(high, above);
      const tall = side ? high : Math.min(high, Math.max(120, below ? beneath : above));
      if (tall < high) card.style.maxHeight = `${tall}px`;  // it scrolls
      const top = side ? Math.max(ceiling + 8, Math.min(first.top - 4, floor - high - 8)) : below ? under + 6 : over - tall - 6;
      card.style.left = `${(side || Math.max(16, Math.min(first.left, wide - card.offsetWidth - 16))) + scrollX}px`;
      card.style.top = `${top + scrollY}px`;
    };
    const fromTable = async (figure) => {
      const url = new URL(figure.href);
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const row = page.getElementById(decodeURIComponent(url.hash.slice(1)));
      const title = document.createElement("p");
      title.textContent = page.querySelector("h1")?.textContent ?? "";
      title.className = "value";
      return [title, ...[...(row?.cells ?? [])].map((cell) => Object.assign(document.createElement("p"), { textContent: cell.textContent }))];
    };
    const show = async (figure) => {
      if (shown === figure) return;
      hide();
      shown = figure;
      const note = document.getElementById(`note-${figure.dataset.note}`);
      try {
        const parts = note ? [...note.cloneNode(true).childNodes] : await fromTable(figure);
        if (shown !== figure) return;
        body.replaceChildren(...parts);
      } catch {  // opened from a folder, or of a moment: the link still works, and the next look asks again
        if (shown === figure) shown = null;
        return;
      }
      figure.setAttribute("aria-describedby", "card");
      figure.classList.add("open");
      place(figure);
    };
    for (const figure of document.querySelectorAll("a.fig[title]")) figure.removeAttribute("title");
    const figureOf = (event) => event.target.closest?.("a.fig");
    document.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "mouse") return;
      const figure = figureOf(event);
      clearTimeout(timer);
      if (figure) timer = setTimeout(show, 120, figure);
      else if (shown && !card.contains(event.target) && shown !== document.activeElement && !card.contains(document.activeElement)) timer = setTimeout(hide, 400);
    });
    document.addEventListener("focusin", (event) => {
      const figure = figureOf(event);
      if (figure && !touched) show(figure);  // a tap is shown when it is over: what scrolls beneath it would be hit
      else if (!figure && !card.contains(event.target)) hide();
    });
    document.addEventListener("pointerdown", (event) => { touched = event.pointerType !== "mouse"; });
    document.addEventListener("click", (event) => {
      const figure = figureOf(event);
      if (figure && touched && !figure.dataset.tapped) {
        event.preventDefault();
        show(figure);
        figure.dataset.tapped = "1";
      } else if (!figure && !card.contains(event.target)) hide();
    });
    const back = () => { const figure = shown, inside = card.contains(document.activeElement); hide(); if (inside) { figure.focus({ preventScroll: true }); hide(); } };
    button.addEventListener("click", back);
    document.addEventListener("keydown", (event) => {
      touched = false;
      if (event.key === "Escape") back();
      if (event.key !== "Tab" || !shown || card.hidden) return;
      const links = [...card.querySelectorAll("a, button")].filter((one) => one.offsetParent), at = links.indexOf(document.activeElement);
      const to = document.activeElement === shown && !event.shiftKey ? links[0] : at === 0 && event.shiftKey ? shown : null;
      if (to) { event.preventDefault(); to.focus(); return; }
      if (at >= 0 && at === links.length - 1 && !event.shiftKey) {  // on to what follows the figure
        const all = [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")].filter((one) => one.offsetParent && !card.contains(one));
        event.preventDefault();
        (all[all.indexOf(shown) + 1] ?? shown).focus();
      }
    });
    addEventListener("resize", hide);
    document.addEventListener("foot", () => { if (shown && !card.hidden) place(shown); });
    const already = document.activeElement?.closest("a.fig");  // reached before the page was whole
    if (already) show(already);
  };

  // Marks of a drawing say their words on hover, on tap and by the arrow keys.
  const marks = () => {
    const tip = Object.assign(document.createElement("div"), { className: "tip", hidden: true });
    tip.setAttribute("role", "status");
    document.body.append(tip);
    let here = null;
    const hide = () => { here?.classList.remove("here"); here = null; tip.hidden = true; };
    const show = (mark) => {
      hide();
      here = mark;
      mark.classList.add("here");
      tip.textContent = mark.getAttribute("aria-label");
      tip.hidden = false;
      const box = mark.getBoundingClientRect();
      tip.style.left = `${Math.max(8, Math.min(box.x + box.width / 2 - tip.offsetWidth / 2, root.clientWidth - tip.offsetWidth - 8)) + scrollX}px`;
      tip.style.top = `${Math.max(0, box.y - tip.offsetHeight - 6) + scrollY}px`;
    };
    const readable = (drawing) => {
      const all = [...drawing.querySelectorAll("[aria-roledescription][aria-label]")].filter((mark) => !/text|axis|legend|title|container/.test(mark.getAttribute("aria-roledescription")) && !mark.closest("[aria-hidden]"));
      if (!all.length) return;
      drawing.tabIndex = 0;
      drawing.addEventListener("pointerover", (event) => { const mark = event.target.closest("[aria-roledescription]"); if (all.includes(mark)) show(mark); else hide(); });
      drawing.addEventListener("pointerleave", hide);
      drawing.addEventListener("blur", hide);
      drawing.addEventListener("keydown", (event) => {
        const at = all.indexOf(here), last = all.length - 1;
        const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at < 0 ? last : at - 1, ArrowUp: at < 0 ? last : at - 1, Home: 0, End: last }[event.key];
        if (event.key === "Escape") hide();
        if (to === undefined) return;
        event.preventDefault();
        show(all[Math.max(0, Math.min(to, last))]);
      });
    };
    for (const drawing of document.querySelectorAll("svg.drawing")) readable(drawing);
    document.addEventListener("drawn", (event) => { hide(); readable(event.target); });
  };

  // Where no colours can be mixed, a mark takes that of the two which it has more of: steps in the place of black.
  const unmixed = () => {
    if (CSS.supports("color", "color-mix(in srgb, #000, #fff)")) return;
    for (const kind of ["fill", "stroke", "stop-color"]) for (const mark of document.querySelectorAll(`svg [${kind}^="color-mix"]`)) {
      const [, first, share, second] = mark.getAttribute(kind).match(/,\s*(\S+) (\d+)%,\s*(.+)\)$/);
      mark.setAttribute(kind, share < 50 ? second : first);
    }
  };

  // Heads of the tables behind charts sort them: figures by value, dates by time, words by the language's order.
  const sorting = () => {
    const value = (cell) => { const data = cell.querySelector("data[value]"), time = cell.querySelector("time, [data-period]"); return data ? +data.value : time?.dateTime ?? time?.dataset?.period ?? cell.textContent.trim(); };
    const order = (one, other) => (typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other), root.lang));
    for (const head of document.querySelectorAll(".tools th")) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: head.textContent });
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const body = head.closest("table").tBodies[0], place = head.cellIndex, up = head.getAttribute("aria-sort") !== "ascending";
        for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        body.append(...[...body.rows].sort((one, other) => order(value(one.cells[place]), value(other.cells[place])) * (up ? 1 : -1)));
      });
    }
  };

  // Exploring comes when it is asked for, by its button or by an address that says what to show; never from a copy.
  const explore = () => {
    const buttons = document.querySelectorAll("button.explore");
    if (!buttons.length || "alone" in root.dataset || document.body.dataset.offline) return;
    const ask = onDemand(), asked = new URLSearchParams(location.search).get("explore");
    document.addEventListener("unexplored", ({ target }) => tell(target.dataset.failed));  // its figures or the runtime did not come
    for (const button of buttons) {
      const open = () => ask(button, new CustomEvent("explore", { bubbles: true, cancelable: true, detail: keepInAddress }));
      button.hidden = false;
      button.addEventListener("click", open);
      if (button.dataset.chart === asked) open();
    }
  };

  // What a button beside a text copies: the text; a word says so.
  const copied = async (text) => {
    try { await navigator.clipboard.writeText(text); return true; } catch { /* not served safely, or forbidden */ }
    const field = Object.assign(document.createElement("textarea"), { value: text, className: "unseen" }), before = document.activeElement;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    before?.focus();
    return done;
  };
  const copying = () => {
    for (const button of document.querySelectorAll("button.copy")) {
      const said = button.nextElementSibling;
      button.hidden = false;
      button.addEventListener("click", async () => {
        const of = document.getElementById(button.dataset.of);
        if (!await copied(of.href ?? of.textContent)) {
          getSelection().selectAllChildren(of);  // for the reader's own hand
          tell(button.dataset.failed);
          return;
        }
        said.textContent = button.dataset.done;
        setTimeout(() => { said.textContent = ""; }, 4000);
      });
    }
  };

  // In a frame on another page: the height that the chart needs is told to the page that holds it.
  const framed = () => {
    if (!embedded || parent === window) return;
    const tell = () => parent.postMessage({ chartHeight: Math.ceil(document.body.getBoundingClientRect().height) }, "*");
    new ResizeObserver(tell).observe(document.body);
    addEventListener("load", tell);
  };

  // The filters of the claims work by CSS alone; this counts what is left and keeps the choice in the address. Where CSS has
  // no :has(), it does their work too.
  const filters = () => {
    const form = document.querySelector("form.filters");
    if (!form) return;
    const said = form.querySelector(".shown"), claims = [...document.querySelectorAll(".claim")];
    const asked = new URLSearchParams(location.search);
    for (const [name, value] of asked) {
      const input = document.getElementById(`${name}-${value}`);
      if (input && form.contains(input)) input.checked = true;
    }
    const hide = () => {
      if (CSS.supports("selector(:has(a))")) return;
      const chosen = [...new FormData(form)].filter(([, value]) => value !== "all"), section = new Map(chosen).get("section");
      for (const claim of claims) claim.style.display = chosen.every(([name, value]) => claim.dataset[name] === value) ? "" : "none";
      const sections = [...form.querySelectorAll("[name=section]")].map((one) => document.querySelector(`h2#${CSS.escape(one.value)}`));
      for (const heading of sections) if (heading) heading.style.display = section && heading.id !== section ? "none" : "";
    };
    const count = () => {
      hide();
      const left = claims.filter((claim) => getComputedStyle(claim).display !== "none").length;
      const [first, second, third] = said.dataset.pattern.split("{}");
      said.textContent = `${first}${left}${second}${claims.length}${third}`;
      said.hidden = false;
    };
    form.addEventListener("change", () => {
      const choice = [...new FormData(form)];
      keepInAddress(choice.map(([name]) => name), choice.filter(([, value]) => value !== "all"));
      count();
    });
    count();
  };

  const begin = () => { document.body.append(told); fromDisk(); partOfRow(); schemeButton(); finder(); sharing(); position(); cards(); marks(); unmixed(); sorting(); explore(); copying(); framed(); filters(); };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();  // the page 404 asks for this script when it knows where
})();
