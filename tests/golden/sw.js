const VERSION = "ba1b0b3c";
const KEPT = ["./", "organs/banshui-fuwuting/", "assets/first.13fefe87.js", "assets/zwgk.949f52cb.css", "assets/zwgk.17385e34.js", "assets/find.434a3d6a.js", "assets/hours.f69f0701.js", "assets/filing.4150dd32.js", "assets/favicon.4f2b1d22.svg"];
/* Keeps pages on the device, for when there is no network. generator/render/offline.py puts two constants before it:
   VERSION, and KEPT with the addresses (relative to this script) to keep from the start.
   A page always comes from the network if there is one; a kept page says that it is kept, and from which day. */
(() => {
  "use strict";
  const ROOT = new URL("./", location.href);
  const CACHE = `zwgk ${ROOT.pathname} ${VERSION}`;
  const MOST = 60;
  const WHEN = "x-zwgk-kept";
  const HASHED = /\/assets\/(.*\/)?[^/]+\.[0-9a-f]{8}\.(js|css)$/;
  const WANTED = /^(index\.html)?$|^(procedures|organs|rosters|filing-calendar|guide|materials|oversight|calendar)\//;

  const addressed = (url) => { const plain = new URL(url, ROOT); plain.search = plain.hash = ""; return plain.href; };
  const day = (time) => { const date = new Date(Number(time) + 8 * 36e5); return `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月${date.getUTCDate()}日`; }; /* Beijing's */

  const stamped = async (answer) => {
    const headers = new Headers(answer.headers);
    headers.delete("content-encoding");
    headers.delete("content-length");
    headers.set(WHEN, String(Date.now()));
    return new Response(await answer.blob(), { status: 200, headers });
  };
  const keep = async (url, answer) => {
    if (!answer.ok || answer.redirected) return;
    const cache = await caches.open(CACHE);
    await cache.delete(addressed(url));
    await cache.put(addressed(url), await stamped(answer));
    const first = new Set(KEPT.map((address) => addressed(address)));
    const other = (await cache.keys()).filter(({ url: key }) => !first.has(key));
    for (const request of other.slice(0, Math.max(0, other.length - MOST))) await cache.delete(request); /* the oldest */
  };
  const kept = async (url) => (await caches.open(CACHE)).match(addressed(url));

  /* A kept page with the day it is from; without one, the home page. */
  const offline = async (url) => {
    const found = await kept(url);
    if (!found) return (await kept("./")) ? Response.redirect(new URL("./?offline", ROOT).href) : Response.error();
    const lost = new URL(url).searchParams.has("offline");
    const said = `现在没有网络。${lost ? "刚才要看的那一页没有存在这台设备上。" : ""}下面是 ${day(found.headers.get(WHEN))}存下的，可能已经改了，去办以前打电话核对。`;
    const html = (await found.text()).replace(/<body[^>]*>/, (body) => `${body}\n<p class="zwgk-offline" role="status">${said}</p>`);
    return new Response(html, { status: 200, headers: found.headers });
  };

  addEventListener("install", (event) => {
    event.waitUntil((async () => {
      await Promise.all(KEPT.map(async (address) => keep(address, await fetch(new URL(address, ROOT)))));
      await skipWaiting();
    })());
  });
  addEventListener("activate", (event) => {
    event.waitUntil((async () => {
      const mine = `zwgk ${ROOT.pathname} `;
      for (const name of await caches.keys()) if (name.startsWith(mine) && name !== CACHE) await caches.delete(name);
      await clients.claim();
    })());
  });
  /* A page that was loaded before this script ran asks to be kept. */
  addEventListener("message", (event) => {
    const wanted = [].concat(event.data).filter((url) => String(url).startsWith(ROOT.href));
    event.waitUntil(Promise.all(wanted.map(async (url) => keep(url, await fetch(url)))).catch(() => {}));
  });
  addEventListener("fetch", (event) => {
    const { request } = event;
    if (request.method !== "GET" || !request.url.startsWith(ROOT.href)) return;
    const path = request.url.slice(ROOT.href.length).split(/[?#]/)[0];
    const page = request.mode === "navigate";
    if (HASHED.test(request.url)) {
      event.respondWith((async () => {
        const found = await kept(request.url);
        if (found) return found;
        const answer = await fetch(request);
        event.waitUntil(keep(request.url, answer.clone()));
        return answer;
      })());
    } else if (page || path.endsWith(".json")) {
      event.respondWith((async () => {
        try {
          const answer = await fetch(request);
          if (WANTED.test(path)) event.waitUntil(keep(request.url, answer.clone()));
          return answer;
        } catch (error) {
          if (page) return offline(request.url);
          const found = await kept(request.url);
          if (!found) throw error;
          return found;
        }
      })());
    }
  });
})();
