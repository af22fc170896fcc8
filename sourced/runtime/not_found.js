// On a page 404 that knows not where its site lies: finds the root, and sets the addresses that begin there.
"use strict";
(async () => {
  const isRoot = async (folder) => {
    const answer = await fetch(new URL("assets/site.css", folder), { method: "HEAD" }).catch(() => null);
    return answer?.ok && answer.headers.get("Content-Type")?.startsWith("text/css");  // some hosts answer all with a page
  };
  let root = new URL(".", location.href);  // from disk it is opened where it lies
  if (location.protocol !== "file:") while (root.pathname !== "/" && !(await isRoot(root))) root = new URL("..", root);
  for (const node of document.querySelectorAll("*")) {
    for (const { name, value } of [...node.attributes]) {
      if (value.startsWith("/")) node.setAttribute(name.replace(/^data-(src|href)$/, "$1"), new URL(value.slice(1), root).href);
    }
  }
})();
