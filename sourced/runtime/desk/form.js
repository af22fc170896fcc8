// A row as a form, made from the Table Schema of its table; checked while one types, by the same checks as `check`.
import { accepting } from "./accept.js";
import { ask, button, dialog, fresh, made, outline, wordsOf } from "./ask.js";
import { combobox } from "./combobox.js";

const known = new Map();  // options by table, asked for once a page
const optionsOf = (table) => { if (!known.has(table)) known.set(table, ask("options", { table }).then((told) => told.options)); return known.get(table); };

// A field: its label, input, help and errors; `value` is what the cell holds.
const field = async (input, isNew, changed, create) => {
  const id = fresh(input.name), help = `${id}-help`, wrong = `${id}-wrong`;
  const row = made("div", { className: `desk-field ${input.kind}`, data: { column: input.name } });
  let control, parts, box = null, touched = false;
  if (input.kind === "reference") {
    box = combobox({ id, value: input.value, options: await optionsOf(input.table), label: input.title, create: (typed) => create(input, typed), changed: () => { if (box.known) tell([]); changed(); } });
    ({ input: control, parts } = box);
  } else if (input.kind === "choice") {
    control = made("select", { id });
    const odd = input.value && !input.choices.some((one) => one.value === input.value) ? [{ value: input.value, label: input.value }] : [];
    if (!input.required || !input.value) control.append(made("option", { value: "", textContent: input.required ? "choose …" : "(empty)" }));
    for (const one of [...odd, ...input.choices]) control.append(made("option", { value: one.value, textContent: one.label === one.value ? one.value : `${one.label} (${one.value})` }));
    control.value = input.value;
    parts = [control];
  } else {
    control = made(input.kind === "long" ? "textarea" : "input", { id, value: input.value, autocomplete: "off" });
    if (input.kind === "long") control.rows = Math.min(8, 2 + Math.floor(input.value.length / 70));
    else control.type = "text";
    if (input.kind === "number") control.inputMode = "decimal";
    parts = [control];
  }
  control.setAttribute("aria-describedby", `${help} ${wrong}`);
  if (input.required) control.setAttribute("aria-required", "true");
  control.addEventListener(input.kind === "choice" ? "change" : "input", () => { touched = true; if (!box) changed(); });
  const unit = made("span", { className: "desk-unit" }), said = made("p", { className: "desk-said" });
  const label = made("label", { htmlFor: id }, made("span", { textContent: input.title }), unit, input.required ? null : made("small", { textContent: "may stay empty" }));
  const errors = made("p", { id: wrong, className: "desk-wrong", aria: { live: "polite" } });
  const offers = made("p", { className: "desk-offers" }), accept = accepting(changed);
  row.append(label, ...parts, said, made("p", { id: help, className: "desk-help", textContent: input.description }), errors, offers, accept.place);
  const write = (text) => button(`Write ${text}`, () => { control.value = text; touched = true; control.focus(); changed(); });
  const tell = (all) => {
    const findings = box?.choosing ? [] : all;  // whoever still types has not chosen wrongly
    const unknown = findings.length && box && box.value && !box.known;  // what to do about it in a file is no help here
    const words = unknown ? `There is no “${box.value}” here: choose one of the list, or “Make …” at its end.` : findings.map((one) => one.message).join("\n");
    if (errors.textContent !== words) errors.textContent = words;
    offers.replaceChildren(...(box || control.tagName === "SELECT" ? [] : findings.flatMap((one) => one.instead ?? []).map(write)));
    accept.tell(findings);
    errors.classList.toggle("doubt", findings.every((one) => one.severity === "warning"));
    control.setAttribute("aria-invalid", String(findings.some((one) => one.severity === "error")));
  };
  return {
    name: input.name, row, control, unit, said, box, tell, accept,
    get value() { return box ? box.value : control.value; },
    suggest(text) {  // whether that changed it
      if (!isNew || box || touched || !text || control.value === text) return false;
      control.value = text;
      return true;
    },
  };
};

// Take a row out: what else names it, or what that does, is told first.
const removing = async (form, { from, saved }) => {
  const { box, body, foot } = dialog(`Delete: ${form.row}`, { from }), entries = [{ table: form.table, key: form.key, cells: {}, gone: true }];
  const told = made("div", { className: "desk-effects", aria: { live: "polite" } }, "Working out what it does …"), status = made("p", { className: "desk-status", id: fresh("status"), aria: { role: "status" } });
  const act = button("Delete the row", async () => {
    if (act.getAttribute("aria-disabled") === "true") return;
    act.setAttribute("aria-disabled", "true");
    status.textContent = "Deleting …";
    try { const done = await ask("save", { entries }); box.close(); saved(done); } catch (wrong) { refuse("Not deleted.", wordsOf(wrong)); }
  }, "desk-main");
  const refuse = (why, words) => { status.textContent = why; told.replaceChildren(...words.split("\n").filter(Boolean).map((text) => made("p", { textContent: text }))); };
  act.setAttribute("aria-disabled", "true");
  act.setAttribute("aria-describedby", status.id);
  body.append(told);
  foot.append(status, button("Cancel", () => box.close()), act);
  try {
    const { rows, elsewhere } = await ask("check", { entries }), wrong = [...rows.flat().filter((one) => one.severity === "error"), ...elsewhere];
    if (wrong.length) { refuse(`It can't be deleted: ${wrong.length} ${wrong.length === 1 ? "place needs" : "places need"} it.`, wordsOf(wrong)); return; }
    const { words, stops } = await ask("effects", { entries });
    if (stops) { refuse("It can't be deleted: that stops the build.", words); return; }
    told.replaceChildren(...outline(words));
    status.textContent = "It can be deleted, and undone.";
    act.setAttribute("aria-disabled", "false");
  } catch (wrong) { refuse("Not deleted.", wordsOf(wrong)); }
};

// Ask for a row: {table, key} to change one, {table, cells} for a new one. `within` are entries that a form around this one makes
// with it; then nothing is saved here. Gives the entries and what the row is called, null if it was left.
export const openForm = async (asked, { from, within = null, saved = () => {} } = {}) => {
  const form = await ask("form", asked), isNew = form.key === null, own = crypto.randomUUID();
  const cells = () => Object.fromEntries(fields.map((one) => [one.name, one.value]));
  let fields = [], first = "", timer = 0, turn = 0, beside = [], doubts = 0, result = null, right = false, settled = true;
  const title = isNew ? `New row: ${form.title}` : form.row;
  const { box, body, foot } = dialog(title, { from, changed: () => !result && (JSON.stringify(cells()) !== first || answers().length > 0) });
  const before = isNew ? null : Object.fromEntries(form.inputs.map((one) => [one.name, one.value]));
  const entry = () => ({ table: form.table, key: form.key, cells: cells(), before });
  const used = () => { const named = JSON.stringify(cells()); return beside.filter((one) => one.entries.some((two) => named.includes(JSON.stringify(two.cells.id ?? "")))).flatMap((one) => one.entries); };
  const entries = () => [...(within ?? []), ...used(), entry()];
  const answers = () => (within ? [] : fields.flatMap((one) => one.accept.answers));
  const status = made("p", { className: "desk-status", aria: { role: "status" } }), general = made("div", { className: "desk-general", aria: { live: "polite" } });
  const effects = made("section", { className: "desk-effects", hidden: true, aria: { label: "What it does" } });
  const save = made("button", { type: "submit", className: "desk-main", textContent: within ? "Use this row" : "Save" });
  save.setAttribute("aria-describedby", status.id = fresh("status"));
  // What state the row is in, at the foot, where it is seen wherever one has scrolled to; with the way to the first problem.
  const sum = (words, to = null, stops = false) => {
    status.replaceChildren(words);
    if (to) status.append(button("Show", () => { to.scrollIntoView({ block: "center" }); (to.matches("input, select, textarea") ? to : null)?.focus(); }));
    save.setAttribute("aria-disabled", String(stops));
  };
  const problem = (kind) => fields.find((one) => one.row.querySelector(`.desk-wrong${kind}:not(:empty)`))?.control;

  const check = async () => {
    const mine = turn += 1, slow = setTimeout(() => { status.textContent = "Checking …"; }, 500);
    let told;
    try { told = await ask("check", { entries: entries(), form: own, turn: mine }); } catch (wrong) { if (mine === turn) { general.textContent = wordsOf(wrong); right = false; settled = true; sum("Not checked.", general, true); } return; } finally { clearTimeout(slow); }
    if (mine !== turn || told.overtaken) return;
    const found = told.rows[told.rows.length - 1], said = told.said[told.said.length - 1];
    const plain = found.filter((one) => !fields.some((two) => two.name === one.column)), others = [...told.rows.slice(0, -1).flat().filter((one) => one.severity === "error"), ...told.elsewhere];
    let suggested = false;
    for (const one of fields) {
      one.tell(found.filter((two) => two.column === one.name && (two.severity === "warning" || one.value || !isNew || tried)));
      if (one.name !== "value") suggested = one.suggest(said[one.name]) || suggested;
      one.said.textContent = one.name === "value" && said.value ? `reads: ${said.value}` : "";
    }
    general.replaceChildren(...[...plain.map((one) => one.message), ...others.map((one) => one.text)].map((text) => made("p", { textContent: text })));
    const errors = found.filter((one) => one.severity === "error").length + others.length, empty = found.filter((one) => one.severity === "error" && one.message.startsWith("is empty")).length;
    right = !errors && (told.changed || answers().length > 0);
    settled = true;
    doubts = found.filter((one) => one.severity === "warning").length - answers().length;
    const choosing = found.filter((one) => one.severity === "error" && fields.some((two) => two.name === one.column && two.box?.choosing)).length;
    if (errors && errors === choosing) sum("Choose a row of the list, or go on typing.", null, true);
    else if (errors) sum(errors === empty && !tried ? `${errors} to fill in before it can be saved` : `Stops the build: ${errors} to put right`, problem(":not(.doubt)") ?? (general.childElementCount ? general : null), true);
    else if (right) fine("");
    else sum("Nothing has changed.", null, true);
    if (suggested) { changed(); return; }
    effects.hidden = !right || !told.changed || Boolean(within);
    if (!effects.hidden) timer = setTimeout(workOut, 150, mine);
  };
  const fine = (more) => sum(`${doubts ? `Right, with ${doubts} doubt${doubts > 1 ? "s" : ""}.` : "Right."}${more}`, doubts ? problem("") ?? general : null);
  const workOut = async (mine) => {
    fine(" What it does is still being worked out; you may save without waiting.");
    status.prepend(made("progress", { className: "desk-busy", aria: { label: "Working out what it does" } }));
    effects.setAttribute("aria-busy", "true");
    if (!effects.childElementCount) effects.append(made("h3", { textContent: "What it does" }), made("p", { textContent: "Working it out …" }));
    let words, stops = false;
    try { ({ words, stops } = await ask("effects", { entries: entries(), form: own, turn: mine })); } catch (wrong) { words = wordsOf(wrong); }
    if (mine !== turn) return;
    effects.setAttribute("aria-busy", "false");
    effects.replaceChildren(made("h3", { textContent: stops ? "What stops the build" : "What it does" }), ...outline(words));
    effects.classList.toggle("stops", stops);
    if (stops) sum("The row is right, but it stops the build.", effects); else fine(" What it does is told below.");
  };
  const changed = () => { settled = false; clearTimeout(timer); timer = setTimeout(check, 60); units(); };
  const units = () => {
    const unit = fields.find((one) => one.name === "indicator")?.box?.unit() ?? "", value = fields.find((one) => one.name === "value");
    if (value && fields.some((one) => one.name === "indicator")) value.unit.textContent = unit ? `in ${unit}` : "";
  };
  const create = async (input, typed) => {
    const options = await optionsOf(input.table);
    const prefilled = { [["title", "name_en", "name"].find((one) => input.table === "sources" ? one === "title" : one !== "title")]: typed };
    const around = [...(within ?? []), ...used()];
    const given = await openForm({ table: input.table, cells: typed ? prefilled : {} }, { within: around });
    if (!given) return null;
    beside.push(given);
    const cells_ = given.entries.at(-1).cells, option = { value: cells_.id ?? given.key, label: given.label, also: "to be made with this row", unit: "" };
    options.push(option);
    changed();
    return option;
  };
  let tried = false;

  const shown = made("form", { noValidate: true });
  if (form.description) shown.append(made("p", { className: "desk-help", textContent: form.description }));
  const inputs = isNew ? [...form.inputs.filter((one) => one.required), ...form.inputs.filter((one) => !one.required)] : form.inputs;  // of a new row, first what can't stay empty
  fields = await Promise.all(inputs.map((input) => field(input, isNew, changed, create)));
  shown.append(...fields.map((one) => one.row), general, effects);
  body.append(shown);
  const leave = button("Cancel", () => box.dispatchEvent(new Event("cancel", { cancelable: true })));
  save.setAttribute("form", shown.id = fresh("form"));
  foot.append(status, isNew || within ? "" : button("Delete …", () => removing(form, { from: save, saved: (told) => { result = told; saved(told); box.close(); } })), leave, save);
  first = JSON.stringify(cells());
  units();
  check();
  ((isNew ? fields.find((one) => !one.value) : fields.find((one) => one.name === "value") ?? fields.find((one) => !one.value)) ?? fields[0]).control.focus();

  return new Promise((done) => {
    box.addEventListener("close", () => { for (const one of beside) if (!result) known.delete(one.entries.at(-1).table); done(result); });
    shown.addEventListener("submit", async (event) => {
      event.preventDefault();
      tried = true;
      clearTimeout(timer);
      if (!settled || !right) await check();
      if (!right) {
        const bad = fields.find((one) => one.control.getAttribute("aria-invalid") === "true");
        (bad?.control ?? box.querySelector(".desk-close")).focus();
        if (!bad) general.scrollIntoView({ block: "center" });
        return;
      }
      if (within) {
        const own = entry();
        result = { entries: [...used(), own], key: "", label: own.cells.title || own.cells.name_en || own.cells.name || own.cells.id };
        box.close();
        return;
      }
      save.disabled = true;
      status.textContent = "Saving …";
      try {
        result = await ask("save", { entries: entries(), answers: answers() });
        saved(result);
        box.close();
      } catch (wrong) {
        general.textContent = wordsOf(wrong);
        sum("Not saved.", general);
        save.disabled = false;
      }
    });
  });
};
