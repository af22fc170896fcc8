// The editor's desk, in the preview alone: a figure's card has Edit, a page of an indicator and a chart have "Add an
// observation", each row that is shown can be edited, and a button at the foot opens what there is to do.
import { ask, button, dialog, fresh, made, wordsOf } from "./ask.js";
import { combobox } from "./combobox.js";
import { openForm } from "./form.js";

const SAID = "desk-said", UNDOABLE = "desk-undoable", FOCUS = "desk-focus", LASTS = 15000;
const NO_ROW = "This figure rests on no row that can be edited here.";
const NO_EXPLORE = "Readers have no Explore here: that takes at least 8 figures to choose among, of at most 4 kinds.";

// At the foot of the window: what was saved, with undo; and the way to the desk. What is said outlives the page's reload.
const said = made("span", { className: "desk-said", aria: { role: "status" } });
const undoing = button("Undo", () => undo(), "desk-undo");
const opening = button("Desk", () => home(), "desk-open");
const bar = made("aside", { className: "desk-bar", lang: "en", aria: { label: "Editor's desk" } }, said, undoing, opening);
undoing.hidden = true;
let fading = 0;
const saying = (words) => { said.textContent = words; bar.classList.toggle("saying", words !== ""); };
const say = (words, undoable = null) => {  // `undoable`: what can be undone from now on, if that has changed
  saying(words);
  if (undoable) offer(undoable);
  clearTimeout(fading);
  fading = setTimeout(saying, LASTS, "");
  try { sessionStorage.setItem(SAID, JSON.stringify({ words, until: Date.now() + LASTS })); } catch { /* it is said on this page only */ }
};
const offer = (undoable) => {
  undoing.hidden = !undoable.length;
  undoing.title = undoable.length ? `Take back: ${undoable[0]}` : "";
  try { sessionStorage.setItem(UNDOABLE, JSON.stringify(undoable)); } catch { /* it is offered once the desk has been asked */ }
};
const focusing = (key) => { try { sessionStorage.setItem(FOCUS, JSON.stringify({ key, until: Date.now() + 120000 })); } catch { /* the focus goes where the page puts it */ } };
const heard = () => {
  try {
    offer(JSON.parse(sessionStorage.getItem(UNDOABLE) ?? "[]"));  // as it was before the page was loaded anew, until the desk says: its answer waits for what is being built
    const last = JSON.parse(sessionStorage.getItem(SAID) ?? "{}");
    if (last.until > Date.now()) say(last.words);
    const { key, until } = JSON.parse(sessionStorage.getItem(FOCUS) ?? "{}");
    const figure = until > Date.now() && document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.closest("a");
    if (!figure) return;
    figure.focus({ preventScroll: true });
    // The page may be loaded once more, when all else is built: the figure keeps the focus until somebody goes on.
    for (const event of ["keydown", "pointerdown"]) addEventListener(event, () => sessionStorage.removeItem(FOCUS), { once: true, capture: true });
    requestAnimationFrame(() => requestAnimationFrame(() => figure.scrollIntoView({ block: "nearest" })));  // above the foot, once that has its height
  } catch { /* nothing is remembered */ }
};
const saved = (told) => say(`Saved: ${told.words}`, told.undo);
const undo = async () => {
  try { const told = await ask("undo"); say(`Undone: ${told.words}`, told.undo); } catch (wrong) { say(`Not undone: ${wordsOf(wrong)}`); }
};
const failed = (wrong) => say(wordsOf(wrong));
const opened = (asked, options) => openForm(asked, { saved, ...options }).catch(failed);

// One of several things, each a button in a dialog; a list of many can be narrowed by words.
const choice = (title, things, from, last = null) => {
  const { box, body } = dialog(title, { from });
  const list = made("ul", { className: "desk-list" }, ...things.map(([words, act, small]) => made("li", {}, button(words, () => { box.close(); act(); }), small ? made("small", { textContent: small }) : null)));
  if (things.length > 8) {
    const id = fresh("narrow"), input = made("input", { id, type: "search", autocomplete: "off" });
    input.addEventListener("input", () => { for (const item of list.children) item.hidden = !input.value.toLowerCase().split(/\s+/).every((word) => item.textContent.toLowerCase().includes(word)); });
    body.append(made("div", { className: "desk-field" }, made("label", { htmlFor: id, textContent: "Only those with" }), input));
  }
  body.append(list);
  if (last) body.append(made("p", {}, button(last[0], () => { box.close(); last[1](); })));
};

const edit = async (address, from) => {
  const options = { from, saved: (told) => { focusing(address); saved(told); } };
  try {
    const { rows } = await ask("look", { address });
    if (rows.length === 1) opened({ table: rows[0].table, key: rows[0].key }, options);
    else if (rows.length) choice("Which row?", rows.map((row) => [row.words, () => opened({ table: row.table, key: row.key }, options), row.table]), from);
    else say(NO_ROW);
  } catch (wrong) { failed(wrong); }
};

const add = async (asked, from) => {
  try {
    const { series } = await ask("series", asked);
    const things = series.map((one) => [one.words, () => opened({ table: one.table, cells: one.cells }, { from }), one.latest ? `newest: ${one.latest}, next: ${one.cells.period}` : ""]);
    const { table, cells } = series[0] ?? {};
    if (things.length === 1) things[0][1]();
    else if (things.length) choice("Add an observation to", things, from, ["Another one …", () => opened({ table, cells: { indicator: cells.indicator } }, { from })]);
    else say("There is no series here to add to.");
  } catch (wrong) { failed(wrong); }
};

// The card of a figure, which the site's own script shows.
const cardEdit = () => {
  const card = document.getElementById("card");
  let held = null;
  if (!card) return;
  card.append(made("p", { className: "desk-edit", lang: "en" }, button("Edit", () => {
    const figure = document.querySelector("a.fig.open"), key = figure?.querySelector("[data-key]")?.dataset.key;
    if (key) edit(key, figure); else say(NO_ROW);
  })));
  const keyOf = (figure) => figure?.querySelector("[data-key]")?.dataset.key;
  document.addEventListener("click", (event) => {  // the first click of a mouse keeps the card open, the second follows the link
    const figure = event.target.closest?.("a.fig");
    if (event.pointerType !== "mouse" || !figure || figure === held || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !keyOf(figure)) return;
    event.preventDefault();
    held = figure;
    figure.focus({ preventScroll: true });
  });
  document.addEventListener("focusout", (event) => { if (event.target === held) held = null; });
  document.addEventListener("keydown", (event) => {
    const figure = document.activeElement?.closest?.("a.fig"), key = keyOf(figure);
    if (event.key.toLowerCase() !== "e" || event.ctrlKey || event.metaKey || event.altKey || !key) return;
    event.preventDefault();
    edit(key, figure);
  });
};

// Rows that a page shows: of a table's page, the sources, the claims, the forecasts, an indicator's history.
const ROWS = [[/evidence\/sources\//, "sources", "tr[id]"], [/evidence\/forecasts\//, "forecasts", "li.claim[id]"], [/evidence\/article\//, "claims", "li.claim[id]"], [/evidence\/tables\/([a-z0-9-]+)\//, "", "tr[id]"]];
const rowEdits = () => {
  const placed = (row, address) => {
    const act = button("Edit", () => edit(address, act), "desk-row");
    act.setAttribute("aria-label", `Edit ${row.id || address}`);
    act.lang = "en";
    (row.matches("tr") ? row.cells[row.cells.length - 1] : row).append(act);
  };
  for (const [pattern, table, rows] of ROWS) {
    const found = pattern.exec(location.pathname);
    if (found) for (const row of document.querySelectorAll(`article ${rows}`)) placed(row, `${table || found[1]}:${row.id}`);
  }
  for (const row of document.querySelectorAll("article table.history tr[data-key]")) placed(row, row.dataset.key);
};

const additions = () => {
  const words = "Add an observation", indicator = /evidence\/indicators\/([a-z0-9-]+)\//.exec(location.pathname);
  if (indicator) document.getElementById("figures")?.after(made("p", { lang: "en", className: "desk-add" }, button(words, (event) => add({ indicator: indicator[1] }, event.target))));
  for (const chart of document.querySelectorAll("figure.chart")) {
    if (!chart.querySelector(".explore")) chart.append(made("p", { lang: "en", className: "desk-why", textContent: NO_EXPLORE }));
    const keys = [...chart.querySelectorAll("tr[data-key]")].map((row) => row.dataset.key);
    if (!keys.length) chart.append(made("p", { lang: "en", className: "desk-why", textContent: "No observation can be added here: the table of this chart has no rows of observations behind it." }));
    else (chart.querySelector(".tools") ?? chart).append(Object.assign(button(words, (event) => add({ keys }, event.target), "desk-add"), { lang: "en" }));
  }
};

// What there is to do: tables to go through, any row of any table, what has changed and its commit.
const home = async () => {
  let state, tables, usual;
  try { [state, { tables, usual }] = await Promise.all([ask("state"), ask("tables")]); } catch (wrong) { failed(wrong); return; }
  const { box, body } = dialog("Editor's desk", { from: opening });
  const to = (act) => () => { box.close(); act(); };
  const id = fresh("table"), select = made("select", { id }, ...tables.map((one) => made("option", { value: one.name, textContent: `${one.title} (${one.rows})` })));
  if (usual) select.value = usual;
  const place = made("div");
  const search = async () => {
    const { options } = await ask("options", { table: select.value });
    const row = fresh("row");
    const box_ = combobox({ id: row, value: "", options, label: "Row", changed: () => { if (options.some((one) => one.value === box_.value)) to(() => opened({ table: select.value, key: box_.value }, { from: opening }))(); } });
    place.replaceChildren(made("div", { className: "desk-field" }, made("label", { htmlFor: row, textContent: "Find a row" }), ...box_.parts));
  };
  select.addEventListener("change", () => search().catch(failed));
  body.append(
    made("p", { className: "desk-help", textContent: "To change a figure on a page: click or tap it (or reach it by Tab), and press Edit on its card; or press E while it has the focus. A second click follows its link." }),
    made("h3", { textContent: "To go through" }),
    made("p", {}, state.overdue ? button(`${state.overdue} ${state.overdue === 1 ? "table waits" : "tables wait"} to be gone through`, to(upkeep)) : "No table is past its next update, and no forecast has fallen due."),
    made("h3", { textContent: "Change or add a row" }),
    made("div", { className: "desk-field" }, made("label", { htmlFor: id, textContent: "Table" }), select), place,
    made("p", {}, button("Add a row to this table", to(() => opened({ table: select.value, cells: {} }, { from: opening })))),
    made("h3", { textContent: "What was saved" }),
    state.undo.length ? made("ul", { className: "desk-list" }, ...state.undo.slice(0, 8).map((words, place_) => made("li", {}, words, " ", place_ ? null : button("Undo", to(undo))))) : made("p", { textContent: "Nothing yet in this session." }),
    made("p", {}, button("See the changes and commit them", to(committing))),
  );
  search().catch(failed);
};

const upkeep = async () => {
  let told;
  try { told = await ask("overdue"); } catch (wrong) { failed(wrong); return; }
  const { box, body } = dialog("To go through", { from: opening });
  const to = (act) => () => { box.close(); act(); };
  for (const table of told.tables) {
    body.append(made("h3", { textContent: table.title }), made("p", { className: "desk-help", textContent: [`gone through ${table.updated}`, table.next_update && `expected by ${table.next_update}`, Object.values(table.reasons)[0]].filter(Boolean).join(" · ") }));
    const rows = [...table.rows.map(([key, words]) => [words, () => opened({ table: table.table, key }, { from: opening }), ""]),
      ...table.series.map((one) => [one.words, () => opened({ table: table.table, cells: one.cells }, { from: opening }), `newest: ${one.latest}, next: ${one.cells.period}`])];
    body.append(made("ul", { className: "desk-list" }, ...rows.slice(0, 12).map(([words, act, small]) => made("li", {}, button(words, to(act)), small ? made("small", { textContent: small }) : null))));
    if (rows.length > 12) body.append(made("p", {}, button(`All ${rows.length}`, to(() => choice(table.title, rows, opening)))));
    body.append(made("p", {}, button("I went through it", to(() => wentThrough(table, told.today)), "desk-main")));
  }
  if (!told.tables.length) body.append(made("p", { textContent: "No table is past its next update, and no forecast has fallen due." }));
};

const wentThrough = (table, today) => {
  const entries = [["updated", "Gone through on", today, "A day: 2026-01-31"], ...(table.next_update ? [["next_update", "Next figures expected by", "", `A day; it was ${table.next_update}`]] : []),
    ...(table.next_update ? Object.entries(table.reasons).map(([name, words]) => [name, `What is expected by then (${name})`, words, ""]) : [])];
  const inputs = new Map(), wrong = made("p", { className: "desk-wrong", id: fresh("wrong"), aria: { live: "polite" } });
  const { box, body, foot } = dialog(`I went through: ${table.title}`, { from: opening, changed: () => [...inputs].some(([name, input]) => input.value !== entries.find(([one]) => one === name)[2]) });
  const form = made("form", { noValidate: true, id: fresh("form") });
  for (const [name, label, value, help] of entries) {
    const id = fresh(name), input = made("input", { id, type: "text", value, autocomplete: "off", aria: { describedby: `${id}-help ${wrong.id}` } });
    inputs.set(name, input);
    form.append(made("div", { className: "desk-field" }, made("label", { htmlFor: id, textContent: label }), input, made("p", { className: "desk-help", id: `${id}-help`, textContent: help })));
  }
  form.append(wrong);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (save.disabled) return;
    const { updated, next_update = "", ...reasons } = Object.fromEntries([...inputs].map(([name, input]) => [name, input.value]));
    wrong.textContent = "";
    status.textContent = "Saving …";
    save.disabled = true;
    try { saved(await ask("went-through", { table: table.table, updated, next_update, reasons })); box.close(); } catch (found) { wrong.textContent = wordsOf(found); }
    status.textContent = "";
    save.disabled = false;
  });
  body.append(form);
  const status = made("p", { className: "desk-status", aria: { role: "status" } }), save = made("button", { type: "submit", className: "desk-main", textContent: "Save" });
  foot.append(status, button("Cancel", () => box.dispatchEvent(new Event("cancel", { cancelable: true }))), save);
  save.setAttribute("form", form.id);
  [...inputs.values()][inputs.size > 1 ? 1 : 0].focus();
};

const committing = async () => {
  let told;
  try { told = await ask("changes"); } catch (wrong) { failed(wrong); return; }
  const id = fresh("message"), message = made("textarea", { id, rows: 3 }), wrong = made("p", { className: "desk-wrong", id: fresh("wrong"), aria: { live: "polite" } });
  const { box, body, foot } = dialog("Changes since the last commit", { from: opening, wide: true, changed: () => message.value.trim() !== "" });
  const lines = told.diff.split("\n").map((line) => made("span", { className: /^\+(?!\+\+)/.test(line) ? "plus" : /^-(?!--)/.test(line) ? "minus" : "", textContent: `${line}\n` }));
  message.setAttribute("aria-describedby", wrong.id);
  body.append(
    made("pre", { className: "desk-diff", tabIndex: 0, aria: { role: "region", label: "The changes as Git has them" } }, ...(told.diff.trim() ? lines : ["Nothing has changed."])),
    made("p", { className: "desk-help", textContent: told.unsaved.length ? `Committed are the files that the desk changed, on this machine alone: ${told.unsaved.join(", ")}` : "The desk has changed no file since the last commit." }),
    made("div", { className: "desk-field" }, made("label", { htmlFor: id, textContent: "What you changed, and why" }), message), wrong,
  );
  const act = button("Commit", async () => {
    try { const { commit, undo } = await ask("commit", { message: message.value }); message.value = ""; box.close(); say(`Committed as ${commit}; nothing was pushed.`, undo); } catch (found) { wrong.textContent = wordsOf(found); message.focus(); }
  }, "desk-main");
  act.disabled = !told.unsaved.length;
  foot.append(button("Close", () => box.dispatchEvent(new Event("cancel", { cancelable: true }))), act);
};

const begin = () => {
  if (document.body.dataset.offline || window !== window.top) return;
  (document.getElementById("preview-foot") ?? document.body).append(bar);
  cardEdit();
  rowEdits();
  additions();
  heard();
  ask("state").then(({ overdue, undo: undoable }) => { offer(undoable); if (overdue) opening.append(made("span", { className: "desk-count", textContent: overdue, aria: { label: `, ${overdue} to go through` } })); }).catch(() => {});
};
if (document.readyState === "complete") begin(); else addEventListener("load", begin);
