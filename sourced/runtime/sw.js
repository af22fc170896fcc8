// Lets pages that were read be read again without a network. The network always comes first; a page from the store says
// of what day it is, and nothing but pages and their looks is ever stored or taken from the store.
"use strict";
const LOOKS = ["assets/site.css", "assets/site.js", "assets/icon.svg", ...FONTS];
const ROOT = new URL("./", self.location);
// Below the root of a host other sites may lie, which this worker would serve too: of ours it knows the first folders.
const OURS = OWN_FOLDERS;
const NOTICES = OFFLINE_NOTICES;
// Other sites may live at the same origin, each with its stores: ours bear our folder, whose address has no blanks.
const OWN = `report ${ROOT.pathname} `;
const STORE = `${OWN}VERSION`;
const AWAY = `<!doctype html><html lang="AWAY_LANGUAGE"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>AWAY_TITLE</title>
AWAY_WORDS</html>`;

const plain = (address) => address.split(/[?#]/)[0]; // the host's files know no query, and each would take up room

const isLook = (address) => LOOKS.some((path) => plain(address) === new URL(path, ROOT).href);

const isOurs = ({ pathname }) => OURS.includes(pathname.slice(ROOT.pathname.length).split("/")[0]);

// Data that came back as HTML would run what stands in their cells, so what is no page is none in the store either.
const isPage = (answer) => /^text\/html\s*(;|$)/i.test(answer.headers.get("Content-Type") ?? "");

// The answer, shown while it comes, and the promise that it is kept.
const remembered = async (request) => {
  const address = request.url ?? request;
  const answer = await fetch(request, { cache: "no-cache" });
  if (answer.ok && answer.type === "basic" && isPage(answer) !== isLook(address)) {
    const copy = answer.clone(), store = caches.open(STORE);
    return [answer, store.then((open) => open.put(plain(address), copy)).catch(() => {})]; // a full disk withholds no answer
  }
  return [answer, null];
};
const remember = async (request) => (await remembered(request))[1];

const kept = async (request) => {
  const answer = await (await caches.open(STORE)).match(plain(request.url));
  if (isLook(request.url)) return answer && !isPage(answer) ? answer : Response.error();
  if (!answer || !isPage(answer)) return new Response(AWAY, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
  const stored = new Date(answer.headers.get("Date") ?? "");
  const day = Number.isNaN(stored.valueOf()) ? "?" : stored.toISOString().slice(0, 10);
  const whole = await answer.text(), [, language] = whole.match(/<html[^>]* lang="([\w-]+)"/) ?? [];
  const notice = (NOTICES[language] ?? Object.values(NOTICES)[0]).replace("{}", `<time>${day}</time>`);
  const page = whole.replace(/<body[^>]*>/, (body) => `${body.replace("<body", `<body data-offline="${day}"`)}<p class="offline">${notice}</p>`);
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Length", "Content-Encoding"]) headers.delete(name); // they were of the bytes that came
  return new Response(page, { headers });
};

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all(LOOKS.map((path) => remember(new URL(path, ROOT).href))).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith(OWN) && name !== STORE) await caches.delete(name);
    await self.clients.claim();
    for (const { url } of await self.clients.matchAll()) if (isOurs(new URL(url))) await remember(plain(url));
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== ROOT.origin || !(isLook(url.href) || (request.mode === "navigate" && isOurs(url)))) return;
  const answered = remembered(request);
  event.waitUntil(answered.then(([, put]) => put, () => {}));
  event.respondWith(answered.then(([answer]) => answer, () => kept(request)));
});
