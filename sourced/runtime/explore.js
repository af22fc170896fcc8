// A chart as its reader chooses: which series, from when to when, as amounts or against the first, over time or by size; the
// table follows, the address keeps the choice. Comes when it is asked for, with Vega, under the page's policy.
"use strict";
(() => {
  Object.hasOwn ??= (what, name) => Object.prototype.hasOwnProperty.call(what, name);  // Vega asks it; browsers before 2021's end have it not
  const KEYS = ["explore", "show", "from", "to", "as", "look"];
  const SIGNS = { circle: "M4,0A4,4 0 1 1 -4,0A4,4 0 1 1 4,0Z", square: "M-4,-4H4V4H-4Z", "triangle-up": "M0,-5L5,4H-5Z", diamond: "M0,-5.5L4.5,0L0,5.5L-4.5,0Z", cross: "M-5,-1.7H-1.7V-5H1.7V-1.7H5V1.7H1.7V5H-1.7V1.7H-5Z", "triangle-down": "M0,5L5,-4H-5Z" };
  const SHAPES = Object.keys(SIGNS);
  const MIXED = CSS.supports("color", "color-mix(in srgb, red, blue)");
  const DASHES = [[], [6, 3], [2, 2], [8, 3, 2, 3]];
  const make = (tag, given = {}, ...inside) => { const one = Object.assign(document.createElement(tag), given); one.append(...inside); return one; };

  // What is asked for
  const repeated = (data) => data.panels.some((panel) => panel.rows.length > panel.series.length);  // else time has nothing to say
  const atFirst = (data) => {
    const last = data.periods.length - 1;
    return { show: new Set(data.panels.flatMap((panel) => panel.series.map((one) => one.id))), from: data.periods[0][0], to: data.periods[last][0], as: "absolute", look: repeated(data) ? "time" : "newest" };
  };
  const fromAddress = (data) => {
    const asked = new URLSearchParams(location.search), state = atFirst(data), known = new Set(data.periods.map(([key]) => key));
    const show = asked.getAll("show").filter((id) => state.show.has(id));
    if (show.length) state.show = new Set(show);
    for (const end of ["from", "to"]) if (known.has(asked.get(end))) state[end] = asked.get(end);
    const [from, to] = ["from", "to"].map((end) => data.periods.findIndex(([key]) => key === state[end]));
    if (from > to) [state.from, state.to] = [state.to, state.from];
    if (["index", "change"].includes(asked.get("as"))) state.as = asked.get("as");
    if (repeated(data) && ["time", "newest"].includes(asked.get("look"))) state.look = asked.get("look");
    return state;
  };
  const query = (id, data, state) => {
    const first = atFirst(data), made = new URLSearchParams({ explore: id });
    if (state.show.size < first.show.size) for (const one of state.show) made.append("show", one);
    for (const key of ["from", "to", "as", "look"]) if (state[key] !== first[key]) made.set(key, state[key]);
    return made;
  };

  // What is shown: rows of a panel within the choice, each with the value to draw
  const chosen = (panel, data, state) => {
    const places = new Map(data.periods.map(([key], at) => [key, at])), from = places.get(state.from), to = places.get(state.to);
    const within = ({ series, period }) => state.show.has(series) && places.get(period) >= from && places.get(period) <= to;
    const rows = panel.rows.filter(within).map((row) => ({ ...row, at: Date.parse(`${row.at}Z`), drawn: row.value, said: row.label }));
    if (state.look === "newest") {
      const newest = panel.lines ? [...new Map(rows.map((row) => [row.series, row])).values()] : rows;
      return newest.sort((one, other) => other.value - one.value);
    }
    return relative(panel, state) ? against(rows, state.as) : rows;
  };
  const relative = (panel, state) => panel.relative && state.as !== "absolute" && state.look === "time";
  const against = (rows, as) => {
    const first = new Map(), sign = as === "change" ? "exceptZero" : "auto";
    const written = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1, signDisplay: sign });
    for (const row of rows) {
      if (!first.has(row.series)) first.set(row.series, row.value);
      row.drawn = row.value / first.get(row.series) * 100 - (as === "change" ? 100 : 0);
      row.relative = `${written.format(row.drawn)}${as === "change" ? "%" : ""}`;
      row.said = `${row.label} (${row.relative})`;
    }
    return rows;
  };

  // How it is drawn: specifications for Vega
  const look = (data, font) => ({
    font, lineBreak: "|", locale: { number: data.number },
    axis: { aria: false, labelFont: font, labelFontSize: 12, labelColor: "var(--ink-quiet)", gridColor: "var(--rule)", domainColor: "var(--rule)", tickColor: "var(--rule)", labelPadding: 6 },
  });
  const styles = (panel) => {
    const taken = new Map(), alike = panel.rows.length === panel.series.length;
    return new Map(panel.series.map((one) => {
      const number = alike ? 0 : taken.get(one.colour) ?? 0;
      taken.set(one.colour, number + 1);
      const colour = number % 2 ? (MIXED ? `color-mix(in srgb, ${one.colour} 50%, var(--ink))` : "var(--ink)") : one.colour;
      return [one.id, { ...one, colour, owner: one.colour, shape: SHAPES[number % SHAPES.length], dash: DASHES[number % DASHES.length] }];
    }));
  };
  const ticks = (rows, data, width) => {
    const most = Math.max(2, Math.floor(width / 72)), places = [...new Map(rows.map((row) => [row.at, row.tick]))].sort(([one], [other]) => one - other);
    const span = places[places.length - 1][0] - places[0][0] || 1;
    if (places.every(([at], here) => !here || (at - places[here - 1][0]) / span * width > 56)) return places;
    const calendar = (name) => data.ticks[name].map(([day, words]) => [Date.parse(day), words]).filter(([at]) => at >= places[0][0] && at <= places[0][0] + span);
    const fine = ["months", "quarters", "years"].map(calendar).find((found) => found.length > 1 && found.length <= most);
    const years = calendar("years"), step = Math.ceil(years.length / most);
    return fine ?? years.filter((_, at) => at % step === 0);
  };
  const overTime = (panel, rows, data, state, width, font) => {
    const style = styles(panel), values = rows.map((row) => ({ ...row, ...style.get(row.series), row: row.key }));
    const drawn = rows.map((row) => row.drawn), low = Math.min(...drawn), high = Math.max(...drawn), marks = ticks(rows, data, width - 60);
    const at = rows.map((row) => row.at), pad = (Math.max(...at) - Math.min(...at) || 1e9) * 0.03;
    const ends = [...new Map(values.map((row) => [row.series, row])).values()];
    const named = width > 520 && ends.length > 1 && ends.length <= 12 && panel.lines;
    const place = { x: { scale: "x", field: "at" }, y: { scale: "y", field: "drawn" } };
    const sure = [{ test: "datum.sure", value: 1 }, { value: 0 }];
    return {
      width, height: (width > 520 ? 340 : 280) * (data.panels.length > 1 ? 0.72 : 1), autosize: { type: "fit", contains: "padding" }, config: look(data, font),
      padding: { left: 2, top: 8, bottom: 2, right: 10 },
      signals: [{ name: "words", value: Object.fromEntries(marks) }],
      data: [{ name: "rows", values }, { name: "ends", values: ends }],
      scales: [
        { name: "x", type: "linear", range: "width", domain: [Math.min(...at) - pad, Math.max(...at) + pad], zero: false },
        { name: "y", type: "linear", range: "height", domain: [low, high], nice: true, zero: state.as === "absolute" || !panel.relative ? low > 0 && low < high * 0.6 : false },
      ],
      axes: [
        { scale: "y", orient: "left", grid: true, domain: false, ticks: false, tickCount: 5 },
        { scale: "x", orient: "bottom", values: marks.map(([when]) => when), labelFlush: true, labelOverlap: true, encode: { labels: { update: { text: { signal: "words[datum.value]" } } } } },
      ],
      marks: [
        ...(panel.lines ? [{
          type: "group", from: { facet: { name: "run", data: "rows", groupby: ["series", "run"] } },
          marks: [{ type: "line", from: { data: "run" }, aria: false, encode: { enter: { ...place, stroke: { field: "colour" }, strokeDash: { field: "dash" }, strokeWidth: { value: 2.25 } } } }],
        }] : []),
        { type: "symbol", from: { data: "rows" }, encode: { enter: { ...place, shape: { field: "shape" }, size: { value: rows.length > 80 ? 24 : 60 }, fill: { field: "colour" }, fillOpacity: sure, stroke: { field: "colour" }, strokeWidth: { value: 1.5 }, description: { field: "said" }, ariaRoleDescription: { value: data.words.mark } } } },
        ...(named ? [
          { type: "symbol", name: "last", from: { data: "ends" }, aria: false, interactive: false, encode: { enter: { ...place, size: { value: 60 }, opacity: { value: 0 } } } },
          { type: "text", from: { data: "last" }, aria: false, encode: { enter: { text: { field: "datum.name" }, fill: { field: "datum.colour" }, font: { value: font }, fontSize: { value: 13 }, fontWeight: { value: 600 } } }, transform: [{ type: "label", size: { signal: "[width + padding.right, height]" }, anchor: ["right", "top-right", "bottom-right"], offset: [4], padding: 200 }] },
        ] : []),
      ],
    };
  };
  const bySize = (panel, rows, data, width, font) => {
    const style = styles(panel), names = rows.map((row) => (panel.lines ? style.get(row.series).name : row.name));
    const double = new Set(names.filter((name, at) => names.indexOf(name) !== at));
    const values = rows.map((row, at) => ({ ...row, ...style.get(row.series), row: row.key, called: double.has(names[at]) ? `${names[at]}, ${row.tick.replace("|", " ")}` : names[at] }));
    const drawn = rows.map((row) => row.drawn);
    return {
      width, height: values.length * 26 + 8, autosize: { type: "fit", contains: "padding" }, padding: { left: 2, right: 64, top: 2, bottom: 2 }, config: look(data, font),
      data: [{ name: "rows", values }],
      scales: [
        { name: "y", type: "band", range: "height", padding: 0.28, domain: values.map((row) => row.row) },
        { name: "x", type: "linear", range: "width", domain: [Math.min(0, ...drawn), Math.max(0, ...drawn)] },
      ],
      signals: [{ name: "words", value: Object.fromEntries(values.map((row) => [row.row, row.called])) }],
      axes: [{ scale: "y", orient: "left", domain: false, ticks: false, labelColor: "var(--ink)", labelFontSize: 13, labelLimit: Math.round(width * 0.45), encode: { labels: { update: { text: { signal: "words[datum.value]" } } } } }],
      marks: [
        { type: "rect", from: { data: "rows" }, encode: { enter: { y: { scale: "y", field: "row" }, height: { scale: "y", band: 1 }, x: { scale: "x", value: 0 }, x2: { scale: "x", field: "drawn" }, fill: { field: panel.lines ? "colour" : "owner" }, fillOpacity: [{ test: "datum.sure", value: 1 }, { value: 0.25 }], stroke: { field: panel.lines ? "colour" : "owner" }, description: { field: "said" }, ariaRoleDescription: { value: data.words.mark } } } },
        { type: "text", from: { data: "rows" }, aria: false, interactive: false, encode: { enter: { y: { scale: "y", field: "row", band: 0.5 }, x: { scale: "x", signal: "max(0, datum.drawn)" }, dx: { value: 6 }, baseline: { value: "middle" }, text: { field: "short" }, fill: { value: "var(--ink)" }, font: { value: font }, fontSize: { value: 13 } } } },
      ],
    };
  };

  const swatch = (one, line) => {
    const drawn = (tag, given) => { const made = document.createElementNS("http://www.w3.org/2000/svg", tag); for (const [name, value] of Object.entries(given)) made.setAttribute(name, value); return made; };
    const made = drawn("svg", { class: "swatch", width: 24, height: 12, viewBox: "-12 -6 24 12", "aria-hidden": "true" });
    if (line) made.append(drawn("path", { d: "M-12,0H12", stroke: one.colour, "stroke-width": 2, "stroke-dasharray": one.dash.join(" ") }));
    made.append(drawn("path", { d: SIGNS[one.shape], fill: one.colour }));
    return made;
  };

  // What is chosen by: boxes for series, ends of the time, the form of figures, the way of drawing
  const boxes = (data, state, changed) => {
    const words = data.words, series = [...new Map(data.panels.flatMap((panel) => [...styles(panel).values()]).map((one) => [one.id, one])).values()];
    const list = make("div", { className: "list" }, ...series.map((one) => {
      return make("label", {}, make("input", { type: "checkbox", value: one.id, checked: state.show.has(one.id) }), swatch(one, repeated(data) && data.panels.some((panel) => panel.lines)), one.name);
    }));
    const inputs = [...list.querySelectorAll("input")], set = (on) => { for (const one of inputs) if (!one.parentElement.hidden) one.checked = on; };
    const read = () => { state.show = new Set(inputs.filter((one) => one.checked).map((one) => one.value)); changed(); };
    list.addEventListener("change", read);
    const button = (word, on) => { const made = make("button", { type: "button", textContent: word }); made.addEventListener("click", () => { set(on); read(); }); return made; };
    const head = make("div", { className: "all" }, button(words.all, true), button(words.none, false));
    if (series.length > 8) {
      const find = make("input", { type: "search", placeholder: words.find });
      find.setAttribute("aria-label", words.find);
      find.addEventListener("input", () => { for (const one of list.children) one.hidden = !one.textContent.toLowerCase().includes(find.value.trim().toLowerCase()); });
      head.prepend(find);
    }
    return series.length < 2 ? [] : [make("fieldset", { className: "which" }, make("legend", { textContent: words.choice }), head, list)];
  };
  const span = (data, state, changed) => ["from", "to"].map((end) => {
    const select = make("select", {}, ...data.periods.map(([key, words]) => make("option", { value: key, textContent: words })));
    select.value = state[end];
    select.addEventListener("change", () => {
      state[end] = select.value;
      const [from, to] = ["from", "to"].map((key) => data.periods.findIndex(([period]) => period === state[key]));
      if (from > to) state[end === "from" ? "to" : "from"] = state[end];
      changed(true);
    });
    return make("label", {}, `${data.words[end]} `, select);
  });
  const radios = (legend, name, choices, data, state, changed) => {
    const field = make("fieldset", {}, make("legend", { textContent: data.words[legend] }), ...choices.map((value) =>
      make("label", {}, make("input", { type: "radio", name, value, checked: state[name] === value }), data.words[value])));
    field.addEventListener("change", (event) => { state[name] = event.target.value; changed(true); });
    return field;
  };
  const controls = (data, state, changed) => {
    const form = make("form", { className: "choose" }, ...boxes(data, state, changed));
    form.addEventListener("submit", (event) => event.preventDefault());
    const row = make("div", { className: "how" });
    if (repeated(data) && data.periods.length > 2) row.append(make("span", { className: "span" }, ...span(data, state, changed)));
    if (repeated(data) && data.panels.some((panel) => panel.series.length > 2)) row.append(radios("look", "look", ["time", "newest"], data, state, changed));
    if (data.panels.some((panel) => panel.relative)) {
      const form = radios("form", "as", ["absolute", "index", "change"], data, state, changed);
      form.disabled = state.look !== "time";
      row.append(form);
    }
    const reset = make("button", { type: "button", className: "reset", textContent: data.words.reset });
    reset.addEventListener("click", () => { Object.assign(state, atFirst(data)); changed(true); });
    row.append(reset);
    form.append(row);
    return form;
  };

  // The table behind the chart, moved beside it while it is explored; its rows follow
  const follower = (frame, data) => {
    const rows = [...frame.querySelectorAll(".tools tr[data-key]")], table = rows[0]?.closest(".scroll"), home = document.createComment("");
    if (!table) return { place: null, follow: () => {}, back: () => {} };
    const holder = table.closest("details");
    table.replaceWith(home);
    holder.hidden = true;
    const clear = () => { for (const one of table.querySelectorAll(".relative")) one.remove(); };
    const follow = (shown, as) => {
      clear();
      for (const row of rows) row.hidden = !shown.has(row.dataset.key);
      if (as === "absolute") return;
      table.querySelector("thead th:last-child").before(make("th", { className: "relative", scope: "col", textContent: data.words[as] }));
      for (const row of rows) row.lastElementChild.before(make("td", { className: "number relative", textContent: shown.get(row.dataset.key)?.relative ?? "" }));
    };
    const back = () => { clear(); for (const row of rows) row.hidden = false; home.replaceWith(table); holder.hidden = false; };
    return { place: table, follow, back };
  };

  // A page's links and code that lead to the chart lead to the choice while there is one
  const addresses = (frame) => {
    const links = [...frame.querySelectorAll(".permalink")].map((link) => [link, link.href]), codes = [...frame.querySelectorAll(".embed-code")].map((code) => [code, code.textContent]);
    return (made) => {
      for (const [link, href] of links) { link.href = made ? `${href}?${made}` : href; if (link.dataset.shown) link.textContent = link.href; }
      for (const [code, text] of codes) code.textContent = made ? text.replace(/\/embed\/"/, `/embed/?${String(made).replaceAll("&", "&amp;")}"`) : text;
    };
  };

  // To the ear a drawing is called by what it shows; what Vega calls its parts is English whatever the page's language
  const spoken = (plot, unit) => {
    const svg = plot.querySelector("svg"), figure = plot.closest("figure"), title = (figure.querySelector(".chart-title") ?? document.querySelector("h1")).textContent;
    for (const one of [plot, ...plot.querySelectorAll('[aria-roledescription$="container"]')]) for (const name of ["role", "aria-roledescription", "aria-label"]) one.removeAttribute(name);
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", [title, unit].filter(Boolean).join(" · "));
    svg.dispatchEvent(new Event("drawn", { bubbles: true }));
  };

  const drawn = (panel, data, state, shown, place) => {
    const rows = chosen(panel, data, state), width = Math.floor(place.clientWidth), font = getComputedStyle(place).fontFamily;
    for (const row of rows) shown.set(row.key, row);
    if (!rows.length) return null;
    const { View, parse, expressionInterpreter } = window.vega, plot = make("div", { className: "plot" });
    const unit = relative(panel, state) ? data.words[state.as] : panel.unit;
    const styled = [...styles(panel).values()].filter((one) => rows.some((row) => row.series === one.id));
    const key = state.look === "time" && styled.length > 1 ? [make("p", { className: "key-of-series" }, ...styled.map((one) => make("span", {}, swatch(one, panel.lines), one.name)))] : [];
    place.append(make("p", { className: "unit", textContent: [panel.title, unit].filter(Boolean).join(" · ") }), ...key, plot);
    const made = state.look === "time" ? overTime(panel, rows, data, state, width, font) : bySize(panel, rows, data, width, font);
    const view = new View(parse(made, null, { ast: true }), { expr: expressionInterpreter, renderer: "svg", container: plot, hover: false });
    return view.runAsync().then(() => { spoken(plot, unit); return view; });
  };

  const script = (address) => window.vega?.expressionInterpreter ? Promise.resolve() : new Promise((done, failed) => {
    document.head.append(Object.assign(document.createElement("script"), { src: address, onload: done, onerror: failed }));
  });
  const open = async (button, keepInAddress) => {
    const frame = button.closest("figure"), id = button.dataset.chart, drawings = frame.querySelectorAll(".drawing");
    const [data] = await Promise.all([fetch(`${button.dataset.spec}.explore.json`).then((answer) => answer.json()), script(button.dataset.runtime)]);
    const asked = new URLSearchParams(location.search).get("explore") === id, state = asked ? fromAddress(data) : atFirst(data);
    const count = make("p", { className: "counted" }), plots = make("div", { className: "plots" }), table = follower(frame, data), lead = addresses(frame);
    count.setAttribute("role", "status");
    const chooser = table.place ? make("div", { className: "chooser" }) : make("details", { className: "chooser", open: !asked }, make("summary", { textContent: data.words.choice })), choice = make("div");
    chooser.append(choice);
    const live = make("div", { className: "live", tabIndex: -1 }, chooser, count, make("div", { className: "seen" }, plots, ...(table.place ? [table.place] : [])));
    live.classList.toggle("keyed", !table.place);  // where the boxes, which are the key, may be folded away
    live.setAttribute("role", "region");
    live.setAttribute("aria-label", button.textContent);
    let views = [], turn = 0;
    const all = data.panels.reduce((sum, panel) => sum + panel.rows.length, 0);
    const draw = async () => {
      const here = ++turn, shown = new Map();
      plots.style.minHeight = `${plots.offsetHeight}px`;
      for (const view of views) view.finalize();
      plots.replaceChildren();
      const made = await Promise.all(data.panels.map((panel) => drawn(panel, data, state, shown, plots)).filter(Boolean));
      if (here !== turn) { for (const view of made) view.finalize(); return; }
      views = made;
      plots.style.minHeight = "";
      if (!shown.size) plots.append(make("p", { textContent: data.words.nothing }));
      const [before, between, after] = data.words.shown.split("{}");
      count.textContent = `${before}${shown.size}${between}${all}${after}`;
      table.follow(shown, state.look === "time" ? state.as : "absolute");
      const kept = query(id, data, state);
      keepInAddress(KEYS, kept);
      lead(kept);
    };
    const changed = (anew = false) => {
      if (anew) {
        const focus = [...live.querySelectorAll("input, select, button")].indexOf(document.activeElement);
        choice.replaceChildren(controls(data, state, changed));
        live.querySelectorAll("input, select, button")[focus]?.focus();
      }
      draw();
    };
    choice.append(controls(data, state, changed));
    drawings[0].before(live);
    for (const one of drawings) one.setAttribute("hidden", "");
    if (asked && frame.getBoundingClientRect().top > innerHeight / 2) frame.scrollIntoView({ block: "start" });
    let width = live.clientWidth;
    const watch = new ResizeObserver(() => { if (live.clientWidth !== width) { width = live.clientWidth; draw(); } });
    watch.observe(live);
    const close = () => {
      watch.disconnect();
      turn += 1;
      for (const view of views) view.finalize();
      table.back();
      lead(null);
      live.remove();
      for (const one of drawings) one.removeAttribute("hidden");
      keepInAddress(KEYS, []);
    };
    try { await draw(); } catch (error) { close(); throw error; }
    return { live, close };
  };

  const shown = new WeakMap(), coming = new WeakSet();
  document.addEventListener("explore", async (event) => {
    event.preventDefault();  // it is answered
    const button = event.target;
    const frame = button.closest("figure"), words = button.dataset.words ??= button.textContent;
    const close = () => { shown.get(frame).close(); shown.delete(frame); button.textContent = words; button.setAttribute("aria-expanded", "false"); };
    if (shown.has(frame)) { close(); return; }
    if (coming.has(frame)) return;  // pressed again while it comes
    coming.add(frame);
    try {
      const made = await open(button, event.detail);
      shown.set(frame, made);
      button.textContent = button.dataset.back;
      button.setAttribute("aria-expanded", "true");
      frame.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.isComposing && shown.get(frame) === made) { close(); button.focus(); } });
    } catch { button.dispatchEvent(new Event("unexplored", { bubbles: true })); }  // the drawing stays
    coming.delete(frame);
  });
})();
