// Lets pages that were read be read again without a network. The network always comes first; a page from the store says
// of what day it is, and nothing but pages and their looks is ever taken from the store.
"use strict";
const STORE = "report-VERSION";
const LOOKS = ["assets/site.css", "assets/site.js", "assets/icon.svg"];
const ROOT = new URL("./", self.location);
const AWAY = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Offline · 离线</title>
<h1>No network, and this page was not read before</h1><p><a href="${ROOT.pathname}">Overview</a></p>
<h1 lang="zh-Hans">没有网络，此页此前也未读过</h1><p lang="zh-Hans"><a href="${ROOT.pathname}zh/">总览</a></p></html>`;

const remember = async (request) => {
  const answer = await fetch(request, { cache: "no-cache" });
  if (answer.ok && answer.type === "basic") await (await caches.open(STORE)).put(request.url ?? request, answer.clone());
  return answer;
};

const kept = async (request) => {
  const answer = await caches.match(request.url, { ignoreSearch: true });
  if (request.mode !== "navigate") return answer ?? Response.error();
  if (!answer) return new Response(AWAY, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
  const stored = new Date(answer.headers.get("Date") ?? "");
  const day = Number.isNaN(stored.valueOf()) ? "?" : stored.toISOString().slice(0, 10);
  const page = (await answer.text()).replace("<body", `<body data-offline="${day}"`);
  return new Response(page, { headers: { "Content-Type": "text/html; charset=utf-8" } });
};

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all(LOOKS.map((path) => remember(new URL(path, ROOT).href))).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("report-") && name !== STORE) await caches.delete(name);
    await self.clients.claim();
    for (const client of await self.clients.matchAll()) await remember(client.url.split("#")[0]);
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  const look = LOOKS.some((path) => url.href.startsWith(new URL(path, ROOT).href));
  if (request.method !== "GET" || url.origin !== ROOT.origin || (request.mode !== "navigate" && !look)) return;
  event.respondWith(remember(request).catch(() => kept(request)));
});
