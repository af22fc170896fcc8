// Without this script everything is still there: figures link to their evidence, filters work, the page follows the system.
"use strict";
(() => {
  const root = document.documentElement;
  root.dataset.script = "";  // before anything is painted: what needs this script has its place from the first
  if (location.protocol.startsWith("http")) navigator.serviceWorker?.register(new URL("../sw.js", document.currentScript.src)).catch(() => {});
  const kept = () => { try { return localStorage.getItem("scheme"); } catch { return null; } };
  const apply = (scheme) => { if (scheme) root.dataset.scheme = scheme; };
  apply(kept());

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
    const label = () => { button.textContent = next()[2]; };
    button.hidden = false;
    label();
    button.addEventListener("click", () => {
      const [scheme] = next();
      apply(scheme);
      try { localStorage.setItem("scheme", scheme); } catch { /* private window: the choice lasts for this page */ }
      label();
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
    let coming = null;
    const open = async () => {
      coming ??= new Promise((done) => document.head.append(Object.assign(document.createElement("script"), { src: button.dataset.script, onload: done })));
      await coming;
      button.dispatchEvent(new Event("open-search"));
    };
    button.hidden = false;
    button.addEventListener("click", open);
    addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      if ((event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) || (event.key === "k" && (event.ctrlKey || event.metaKey))) {
        event.preventDefault();
        open();
      }
    });
  };

  // A figure's note as a card beside it: on hover and focus, and on the first tap; the link itself leads to its history.
  const cards = () => {
    const card = Object.assign(document.createElement("div"), { className: "card", id: "card", hidden: true });
    card.setAttribute("role", "note");
    document.body.append(card);
    let shown = null, timer = 0, touched = false;
    const hide = () => {
      clearTimeout(timer);
      card.hidden = true;
      shown?.removeAttribute("aria-describedby");
      shown = null;
    };
    const place = (figure) => {
      const box = figure.getClientRects()[0], wide = root.clientWidth;
      card.hidden = false;
      const below = box.bottom + card.offsetHeight + 8 < innerHeight || box.top < card.offsetHeight + 8;
      card.style.left = `${Math.max(16, Math.min(box.left, wide - card.offsetWidth - 16)) + scrollX}px`;
      card.style.top = `${(below ? box.bottom + 6 : box.top - card.offsetHeight - 6) + scrollY}px`;
    };
    const fromTable = async (figure) => {
      const url = new URL(figure.href);
      const page = new DOMParser().parseFromString(await (await fetch(url)).text(), "text/html");
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
        card.replaceChildren(...parts);
      } catch { return; /* opened from a folder: the link still works */ }
      figure.setAttribute("aria-describedby", "card");
      place(figure);
    };
    for (const figure of document.querySelectorAll("a.fig[title]")) figure.removeAttribute("title");
    const figureOf = (event) => event.target.closest?.("a.fig");
    document.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "mouse") return;
      const figure = figureOf(event);
      clearTimeout(timer);
      if (figure) timer = setTimeout(show, 120, figure);
      else if (shown && !card.contains(event.target)) timer = setTimeout(hide, 250);
    });
    document.addEventListener("focusin", (event) => {
      const figure = figureOf(event);
      if (figure) show(figure);
      else if (!card.contains(event.target)) hide();
    });
    document.addEventListener("pointerdown", (event) => { touched = event.pointerType !== "mouse"; });
    document.addEventListener("click", (event) => {
      const figure = figureOf(event);
      if (figure && touched && !(figure === shown && figure.dataset.tapped)) {
        event.preventDefault();
        document.querySelector("[data-tapped]")?.removeAttribute("data-tapped");
        figure.dataset.tapped = "1";
        show(figure);
      } else if (!figure && !card.contains(event.target)) hide();
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
    addEventListener("resize", hide);
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
    for (const drawing of document.querySelectorAll("svg.drawing")) {
      const all = [...drawing.querySelectorAll("[aria-roledescription][aria-label]")].filter((mark) => !/text|axis|legend|title|container/.test(mark.getAttribute("aria-roledescription")) && !mark.closest("[aria-hidden]"));
      if (!all.length) continue;
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
        const body = head.closest("table").tBodies[0], place = head.cellIndex, up = head.ariaSort !== "ascending";
        for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
        head.ariaSort = up ? "ascending" : "descending";
        body.append(...[...body.rows].sort((one, other) => order(value(one.cells[place]), value(other.cells[place])) * (up ? 1 : -1)));
      });
    }
  };

  // On request only: the chart as an interactive one, by Vega under the page's policy; Escape brings the drawing back.
  const runtime = (address) => window.vega?.expressionInterpreter ? Promise.resolve() : new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { src: address, onload: done, onerror: failed });
    document.head.append(script);
  });
  const explore = () => {
    for (const button of document.querySelectorAll("button.explore")) {
      const frame = button.closest("figure"), drawings = frame.querySelectorAll(".drawing"), words = button.textContent;
      let live = null;
      const back = () => { live?.view.finalize(); live?.place.remove(); live = null; for (const one of drawings) one.removeAttribute("hidden"); button.textContent = words; };
      const open = async () => {
        const size = matchMedia("(max-width: 40rem)").matches ? "narrow" : "wide";
        const place = Object.assign(document.createElement("div"), { className: "live", tabIndex: 0 });
        try {
          const [specification] = await Promise.all([fetch(`${button.dataset.spec}.${size}.vega.json`).then((answer) => answer.json()), runtime(button.dataset.runtime)]);
          drawings[0].before(place);
          const { View, parse, expressionInterpreter } = window.vega;
          const view = new View(parse(specification, null, { ast: true }), { expr: expressionInterpreter, renderer: "svg", container: place, hover: true });
          await view.runAsync();
          live = { view, place };
          for (const one of drawings) one.setAttribute("hidden", "");
          button.textContent = button.dataset.back;
          place.focus();
        } catch { place.remove(); /* the drawing stays */ }
      };
      button.hidden = false;
      button.addEventListener("click", () => (live ? back() : open()));
      frame.addEventListener("keydown", (event) => { if (event.key === "Escape" && live) { back(); button.focus(); } });
    }
  };

  // The filters of the claims work by CSS alone; this counts what is left and keeps the choice in the address.
  const filters = () => {
    const form = document.querySelector("form.filters");
    if (!form) return;
    const said = form.querySelector(".shown"), claims = [...document.querySelectorAll(".claim")];
    const asked = new URLSearchParams(location.search);
    for (const [name, value] of asked) {
      const input = document.getElementById(`${name}-${value}`);
      if (input && form.contains(input)) input.checked = true;
    }
    const count = () => {
      const left = claims.filter((claim) => getComputedStyle(claim).display !== "none").length;
      const [first, second, third] = said.dataset.pattern.split("{}");
      said.textContent = `${first}${left}${second}${claims.length}${third}`;
      said.hidden = false;
    };
    form.addEventListener("change", () => {
      const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== "all"));
      history.replaceState(null, "", `${location.pathname}${String(chosen) && `?${chosen}`}`);
      count();
    });
    count();
  };

  addEventListener("DOMContentLoaded", () => { fromDisk(); schemeButton(); finder(); cards(); marks(); sorting(); explore(); filters(); });
})();
