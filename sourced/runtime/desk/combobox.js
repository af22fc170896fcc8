// A field that holds the key of a row and is filled in by name: one types words of it, and chooses.
import { fresh, made } from "./ask.js";

const MOST = 40;
const folded = (text) => text.normalize("NFKC").toLowerCase();

// `options` are {value, label, also}; `create`, if there is one, is asked for a new row with the words typed, and gives its option.
export const combobox = ({ id, value, options, label, create, changed }) => {
  const list = made("ul", { id: fresh("list"), hidden: true, className: "desk-options", aria: { role: "listbox", label } });
  const input = made("input", { id, type: "text", autocomplete: "off", spellcheck: false, aria: { role: "combobox", expanded: "false", controls: list.id, autocomplete: "list" } });
  const key = made("span", { className: "desk-key" });
  let known = options, held = value, shown = [], at = -1;
  const optionOf = (one) => known.find((option) => option.value === one);
  const say = () => { const option = optionOf(held); key.textContent = option ? [option.value, option.also].filter(Boolean).join(" · ") : ""; };
  const write = () => { input.value = optionOf(held)?.label ?? held; say(); };
  const hold = (one) => { if (one === held) return; held = one; say(); changed(); };
  const hide = () => {
    if (!list.hidden && held && !optionOf(held)) changed();  // no longer choosing
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const mark = (place) => {
    at = place;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    if (at < 0) { input.removeAttribute("aria-activedescendant"); return; }
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const choose = async (option) => {
    hide();
    if (!option.make) { hold(option.value); write(); return; }
    const created = await create(option.typed);
    input.focus();
    if (!created) return;
    if (!known.includes(created)) known = [...known, created];
    hold(created.value);
    write();
  };
  const named = (one, typed) => [one.label, ...one.also.split(" · ")].some((name) => folded(name) === folded(typed));  // in any language
  const show = (all) => {
    const typed = all ? "" : input.value.trim(), words = folded(typed).split(/\s+/).filter(Boolean);
    const rank = (one) => (folded(one.label) === folded(typed) || one.value === typed ? -1 : folded(one.label).startsWith(folded(typed)) ? 0 : folded(one.value).startsWith(folded(typed)) ? 1 : 2);
    shown = known.filter((one) => { const text = folded(`${one.label} ${one.value} ${one.also}`); return words.every((word) => text.includes(word)); })
      .sort((one, other) => rank(one) - rank(other)).slice(0, MOST);
    if (create && !(typed && known.some((one) => named(one, typed)))) shown.push({ make: true, typed, label: typed ? `Make “${typed}”, which is not there yet …` : "Make a new one …", value: "", also: "" });
    list.replaceChildren(...shown.map((one) => {
      const item = made("li", { id: fresh("option"), className: one.make ? "make" : "", aria: { role: "option", selected: "false" } }, made("span", { textContent: one.label }));
      if (one.value) item.append(made("small", { textContent: [one.value, one.also].filter(Boolean).join(" · ") }));
      item.addEventListener("mousedown", (event) => event.preventDefault());
      item.addEventListener("click", () => choose(one));
      return item;
    }));
    list.hidden = !shown.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    at = -1;
    list.scrollIntoView({ block: "nearest" });
  };
  input.addEventListener("input", () => {
    const typed = input.value.trim();
    const same = known.filter((one) => one.value === typed || named(one, typed));
    hold(same.length === 1 || same.some((one) => one.value === typed) ? (same.find((one) => one.value === typed) ?? same[0]).value : typed);
    show(false);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;  // keys of a method of input, as for Chinese, choose among its own
    const open = !list.hidden;
    if (event.key === "Escape" && open) { event.preventDefault(); event.stopPropagation(); hide(); return; }
    if (event.key === "Enter" && open && at >= 0) { event.preventDefault(); choose(shown[at]); return; }
    if (event.key === "Tab" && open && at >= 0 && !shown[at].make) choose(shown[at]);
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    if (!open) show(input.value === (optionOf(held)?.label ?? ""));
    const last = shown.length - 1;
    mark(event.key === "ArrowDown" ? (at >= last ? 0 : at + 1) : (at <= 0 ? last : at - 1));
  });
  input.addEventListener("click", () => { if (list.hidden) show(true); });
  input.addEventListener("blur", () => { hide(); if (optionOf(held)) write(); });
  write();
  return { input, parts: [made("div", { className: "desk-combobox" }, input, list), key], get value() { return held; }, get known() { return optionOf(held) !== undefined; }, get choosing() { return !list.hidden && document.activeElement === input && held !== "" && optionOf(held) === undefined; }, unit: () => optionOf(held)?.unit ?? "" };
};
