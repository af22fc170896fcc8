// Asking the desk of the preview, and the small parts that its dialogs are made of.
const token = document.getElementById("desk-script").dataset.token;

// What the desk answers to an action; what is wrong is thrown as a list of findings, each with its message.
// While something is written the page is not loaded anew (see reload.js), so that what was done is told on it.
const WRITES = new Set(["save", "undo", "went-through", "commit"]), root = document.documentElement;
let writing = 0;
export const ask = async (action, given = {}) => {
  if (!WRITES.has(action)) return answered(action, given);
  root.dataset.deskWrites = writing += 1;
  try { return await answered(action, given); } finally {
    setTimeout(() => {  // after whoever asked has said what came of it
      writing -= 1;
      if (!writing) { delete root.dataset.deskWrites; dispatchEvent(new Event("desk-written")); }
    });
  }
};

const answered = async (action, given) => {
  let answer;
  try {
    answer = await fetch(`/__desk/${action}`, { method: "POST", headers: { "Content-Type": "application/json", "X-Desk-Token": token }, body: JSON.stringify(given) });
  } catch {
    throw [{ message: "The preview does not answer: is it still running?", text: "The preview does not answer: is it still running?" }];
  }
  const told = await answer.json().catch(() => ({ wrong: [{ message: `It answers ${answer.status}.`, text: `It answers ${answer.status}.` }] }));
  if (told.wrong) throw told.wrong;
  return told;
};

export const made = (tag, properties = {}, ...children) => {
  const { aria = {}, data = {}, ...own } = properties, element = Object.assign(document.createElement(tag), own);
  for (const [name, value] of Object.entries(aria)) element.setAttribute(name === "role" ? name : `aria-${name}`, value);
  Object.assign(element.dataset, data);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
};

export const button = (words, act, className = "") => {
  const element = made("button", { type: "button", textContent: words, className });
  element.addEventListener("click", act);
  return element;
};

let count = 0;
export const fresh = (name) => `desk-${name}-${count += 1}`;

export const wordsOf = (wrong) => Array.isArray(wrong) ? wrong.map((one) => one.text ?? one.message).join("\n") : String(wrong);

// A dialog with a title; `changed` says whether leaving it would lose something. What has the focus gets it back.
export const dialog = (title, { changed = () => false, from = document.activeElement, wide = false } = {}) => {
  const id = fresh("title"), heading = made("h2", { id, textContent: title, tabIndex: -1 });
  const body = made("div", { className: "desk-body" }), foot = made("div", { className: "desk-foot" });
  const box = made("dialog", { className: `desk${wide ? " wide" : ""}`, lang: "en", aria: { labelledby: id } });
  const leave = () => { if (!changed() || confirm("Leave without saving? What you typed is lost.")) box.close(); };
  box.append(made("header", {}, heading, button("Close", leave, "desk-close")), body, foot);
  box.addEventListener("cancel", (event) => { event.preventDefault(); leave(); });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    leave();
  });
  const unload = (event) => { if (changed()) event.preventDefault(); };  // the browser asks before the page is left or loaded anew
  addEventListener("beforeunload", unload);
  box.addEventListener("close", () => { removeEventListener("beforeunload", unload); box.remove(); if (from?.isConnected) from.focus({ preventScroll: true }); });
  document.body.append(box);
  box.showModal();
  heading.focus();
  return { box, body, foot, heading, leave };
};

// Words of `diff` as headings and lists.
export const outline = (words) => {
  const parts = [];
  for (const line of words.split("\n").filter((one) => one.trim())) {
    if (!line.startsWith("  ")) parts.push(made("h4", { textContent: line }), made("ul"));
    else {
      if (!parts.length) parts.push(made("ul"));
      parts[parts.length - 1].append(made("li", { textContent: line.trim() }));
    }
  }
  return parts.filter((part) => part.tagName !== "UL" || part.children.length);
};
