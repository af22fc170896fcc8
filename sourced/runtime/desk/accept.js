// Doubts about a cell, each to be accepted for a reason: it is saved with the row.
import { button, fresh, made } from "./ask.js";

export const accepting = (changed) => {
  const place = made("div", { className: "desk-accept" });
  let shown = "[]", asked = [];
  const asking = (doubt) => {
    const id = fresh("reason"), input = made("input", { id, type: "text", autocomplete: "off", aria: { describedby: `${id}-help` } });
    const help = made("p", { id: `${id}-help`, className: "desk-help", textContent: "For editors; left empty, the doubt stays." });
    const act = button("It is right: accept the doubt", () => { act.replaceWith(made("label", { htmlFor: id, textContent: "Why it is right" }), input, help); input.focus(); });
    input.addEventListener("input", changed);
    asked.push({ doubt, input });
    return act;
  };
  return {
    place,
    tell(findings) {
      const doubts = findings.filter((one) => one.doubt).map((one) => one.doubt), now = JSON.stringify(doubts);
      if (now === shown) return;  // what is being typed stays
      [shown, asked] = [now, []];
      place.replaceChildren(...doubts.map(asking));
    },
    get answers() { return asked.filter(({ input }) => input.value.trim()).map(({ doubt, input }) => ({ ...doubt, reason: input.value.trim() })); },
  };
};
