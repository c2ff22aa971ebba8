/* Answers when there is no connection. It keeps the page for that and what the page is made of, and nothing else:
   never a page with something in it that somebody wrote, reads or waits for. */
"use strict";

const KEPT = "without-connection-1";
const PAGE = "/offline";
const PARTS = [
  "/static/css/tokens.css",
  "/static/css/base.css",
  "/static/css/forms.css",
  "/static/css/parts.css",
  "/static/css/public/report.css",
  "/static/css/public/steps.css",
  "/static/css/public/public.css",
  "/static/css/public/help.css",
  "/static/js/app.js",
  "/static/js/leave.js",
  "/static/js/installed.js",
  "/static/js/offline.js",
  "/static/icons.svg",
  "/static/favicon.svg",
];

self.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll([PAGE, ...PARTS].map((address) => new Request(address, { cache: "reload" })));
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const clear = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(clear());
});

// What another app handed over goes on behind the `#`, which stays in this browser.
const handedOn = async (request) => {
  const form = await request.formData();
  const words = new URLSearchParams();
  for (const name of ["title", "text", "url"]) {
    words.set(name, String(form.get(name) ?? ""));
  }
  return Response.redirect(`${PAGE}#${words}`, 303);
};

// The page that is kept speaks the language that was chosen last.
const keepPageAnew = async () => {
  const cache = await caches.open(KEPT);
  await cache.add(new Request(PAGE, { cache: "reload" }));
};

const page = async (request) => {
  const copy = request.method === "POST" && new URL(request.url).pathname === "/share" ? request.clone() : null;
  try {
    return await fetch(request);
  } catch {
    if (copy) {
      return handedOn(copy);
    }
    // Back to the answer to a form: a browser looks for it in its own store alone, where we keep none, and asks nobody.
    if (request.method === "POST" && request.cache === "only-if-cached") {
      return Response.redirect(request.url, 303);
    }
    return caches.match(PAGE, { ignoreVary: true });
  }
};

const part = async (request, path) => {
  try {
    const answer = await fetch(request);
    if (answer.ok) {
      // The newest one, so that the page without a connection looks like the others.
      (await caches.open(KEPT)).put(path, answer.clone());
    }
    return answer;
  } catch {
    return (await caches.match(path, { ignoreVary: true })) ?? Response.error();
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin || pathname.startsWith("/desk")) {
    return;
  }
  if (request.mode === "navigate") {
    const answer = page(request);
    event.respondWith(answer);
    if (pathname.startsWith("/language/")) {
      event.waitUntil(answer.then(keepPageAnew).catch(() => {}));
    }
  } else if (request.method === "GET" && PARTS.includes(pathname)) {
    event.respondWith(part(request, pathname));
  }
});
