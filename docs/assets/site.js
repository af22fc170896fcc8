// Light or dark as the reader last chose; without this script the page follows the system.
"use strict";
(() => {
  const root = document.documentElement;
  const kept = () => { try { return localStorage.getItem("scheme"); } catch { return null; } };
  const apply = (scheme) => { if (scheme) root.dataset.scheme = scheme; };
  apply(kept());
  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.scheme");
    const dark = () => root.dataset.scheme ? root.dataset.scheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    const label = () => { button.textContent = dark() ? button.dataset.light : button.dataset.dark; };
    button.hidden = false;
    label();
    button.addEventListener("click", () => {
      const scheme = dark() ? "light" : "dark";
      apply(scheme);
      try { localStorage.setItem("scheme", scheme); } catch { /* private window: the choice lasts for this page */ }
      label();
    });
  });
})();
