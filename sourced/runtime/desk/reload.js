// The preview's own script, in each page that it shows: the page anew after a build, what is wrong or doubtful over it. All
// that is fixed to the window's foot stands in one column, so that nothing lies over anything else; the desk's bar, through which
// the page is seen, is its first, so that the others stand at the foot.
const seen = document.currentScript.dataset.seen;
const here = location.pathname.replace(/index\.html$/, "");
const again = () => {  // not while somebody fills in a form, or the desk writes what was filled in
  const open = document.querySelector("dialog.desk[open]");
  if (document.documentElement.dataset.deskWrites) addEventListener("desk-written", again, { once: true });
  else if (open) open.addEventListener("close", () => setTimeout(again, 600), { once: true }); else location.reload();
};
const made = (tag, id, look, ...children) => {
  const element = Object.assign(document.createElement(tag), { id });
  Object.assign(element.style, look);
  element.append(...children);
  return element;
};
const foot = () => {
  const there = document.getElementById("preview-foot");
  if (there) return there;
  const column = made("div", "preview-foot", { position: "fixed", inset: "auto 0 0 0", zIndex: 1000, display: "flex", flexDirection: "column", maxHeight: "66dvh", pointerEvents: "none" });
  const since = document.querySelector(".since");  // what has changed since the reader's last visit
  if (since) column.append(since);
  document.body.append(column);
  new ResizeObserver(() => {  // the site's own card and what has the focus keep clear of it
    document.documentElement.style.setProperty("--foot", `${Math.ceil(column.getBoundingClientRect().height)}px`);
    document.dispatchEvent(new Event("foot"));
  }).observe(column);
  return column;
};
const closing = (box) => {
  const button = Object.assign(made("button", "", { font: "inherit", color: "inherit", background: "none", border: "1px solid", borderRadius: "4px", float: "right", margin: "0 0 .5rem 1rem", minHeight: "2rem", cursor: "pointer" }, "Close"), { type: "button" });
  button.addEventListener("click", () => box.remove());
  return button;
};
// A worker that the site left here as it was once served at this address would hold up each page until it is as new as the site.
try {
  navigator.serviceWorker?.getRegistrations().then((all) => { for (const one of all) if (one.scope === `${location.origin}/`) one.unregister(); }).catch(() => {});
} catch { /* in a frame that is shut in */ }
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const box = document.getElementById("what-is-wrong");
  if (box) box.remove(); else document.getElementById("what-is-doubtful")?.removeAttribute("open");
});
addEventListener("DOMContentLoaded", () => {  // nothing is heard before the page is whole, and what has changed since can be taken in
  foot();
  const events = new EventSource(`/__reload?${seen}`);
  events.addEventListener("ahead", (event) => { if (JSON.parse(event.data) === here) again(); });
  events.addEventListener("built", (event) => { if (JSON.parse(event.data) !== here) again(); });
  events.addEventListener("wrong", (event) => {
    document.getElementById("what-is-wrong")?.remove();
    const box = made("div", "what-is-wrong", { flex: "0 1 auto", minHeight: "4rem", maxHeight: "min(50dvh, 30rem)", overflow: "auto", padding: ".8rem 1.2rem", background: "#7f1d1d", color: "#fff",
      font: "14px/1.5 monospace", whiteSpace: "pre-wrap", overflowWrap: "anywhere", pointerEvents: "auto" });
    box.setAttribute("role", "alert");
    box.lang = "en";
    box.append(closing(box), JSON.parse(event.data));
    foot().prepend(box);
  });
  events.addEventListener("doubts", (event) => {
    const said = JSON.parse(event.data);
    document.getElementById("what-is-doubtful")?.remove();
    if (!said) return;
    const box = made("details", "what-is-doubtful", { order: 1, flex: "0 1 auto", minHeight: "2rem", margin: 0, maxHeight: "min(50dvh, 30rem)",
      overflow: "auto", padding: ".4rem .8rem", background: "#fde68a", color: "#1c1917", font: "14px/1.5 sans-serif", overflowWrap: "anywhere", pointerEvents: "auto" },
    made("summary", "", { color: "inherit" }, said.split("\n", 1)[0]), made("div", "", { whiteSpace: "pre-wrap" }, said.slice(said.indexOf("\n") + 1)));
    box.setAttribute("role", "status");
    box.lang = "en";
    foot().append(box);
  });
});
