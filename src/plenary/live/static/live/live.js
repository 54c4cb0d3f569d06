// A public page stays true without a reload: when something public changes, its marked regions are fetched anew.
//
// `[data-live="name"]` are the regions; elements with an id inside them are the lines that mark themselves once.
// `[data-release]` says which release the page shows; `#live` is where the change is said, aloud and on the screen.
// After a change the document gets a «plenary:changed» event, for modules that arrange what was replaced.

const slug = document.documentElement.dataset.edition;
const language = document.documentElement.lang.startsWith("en") ? "en" : "zh";
let last = 0; // the number of the newest change this tab knows
let refreshing = Promise.resolve();

function heard({ id, ready, data }) {
  if (id <= last) return;
  last = id;
  const shown = document.querySelector("[data-release]")?.dataset.release;
  // The page may already be made from this release; one that was loaded just now needs nothing older than itself.
  if (data.kind === "release" ? shown && data.number <= Number(shown) : ready) return;
  if (ready && !shown) return;
  refreshing = refreshing.then(() => refresh(data)).catch(() => {});
}

async function refresh(data) {
  const answer = await fetch(location.href, { cache: "no-cache" });
  if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  if (data[language]) say(data[language]);
  document.dispatchEvent(new CustomEvent("plenary:changed", { detail: data }));
}

function show(fresh) {
  const place = whereTheReaderIs();
  for (const region of document.querySelectorAll("[data-live]")) {
    const next = fresh.querySelector(`[data-live="${CSS.escape(region.dataset.live)}"]`);
    if (!next || next.outerHTML === region.outerHTML || region.parentElement.closest("[data-live]")) continue;
    for (const fold of region.querySelectorAll("details[open][id]")) next.querySelector(`#${CSS.escape(fold.id)}`)?.setAttribute("open", "");
    const changed = changedLines(region, next);
    region.replaceWith(next);
    for (const line of changed) line.classList.add("changed");
  }
  place.restore();
}

// The innermost elements with an id whose words are new or different.
function changedLines(before, after) {
  const lines = [...after.querySelectorAll("[id]")].filter((line) => {
    const old = before.querySelector(`#${CSS.escape(line.id)}`);
    return !old || words(old) !== words(line);
  });
  return lines.filter((line) => !lines.some((other) => other !== line && line.contains(other)));
}

const words = (element) => element.textContent.replace(/\s+/g, " ").trim();

// Focus and the line at the top of the screen, found again by id or address after the exchange.
function whereTheReaderIs() {
  const focused = document.activeElement;
  const line = [...document.querySelectorAll("[data-live] [id]")].find((element) => element.getBoundingClientRect().bottom > 0);
  const top = line?.getBoundingClientRect().top;
  return {
    restore() {
      const again = line && document.getElementById(line.id);
      if (again && scrollY > 0) scrollBy({ top: again.getBoundingClientRect().top - top, behavior: "instant" });
      if (focused.isConnected) return;
      const href = focused.getAttribute("href");
      const same = focused.id ? document.getElementById(focused.id) : href && document.querySelector(`[data-live] a[href="${CSS.escape(href)}"]`);
      same?.focus({ preventScroll: true });
    },
  };
}

function say(sentence) {
  const place = document.getElementById("live");
  if (!place) return;
  place.replaceChildren(sentence);
  if (!place.dataset.close) return;
  place.className = "public__update";
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: place.dataset.close });
  button.addEventListener("click", () => {
    place.replaceChildren();
    place.className = "vh";
  });
  place.append(button);
}

// One stream for all tabs of a browser: whoever holds the lock listens and tells the others. Browsers know locks only
// over HTTPS; elsewhere each tab listens for itself.
function listen(tell) {
  const stream = new EventSource(`/live/${slug}${last ? `?after=${last}` : ""}`);
  for (const name of ["ready", "change"]) {
    stream.addEventListener(name, (event) => {
      const message = { id: Number(event.lastEventId), ready: name === "ready", data: JSON.parse(event.data) };
      heard(message);
      tell(message);
    });
  }
}

function listenTogether() {
  const channel = new BroadcastChannel(`live:${slug}`);
  let newest;
  channel.addEventListener("message", ({ data }) => {
    if (!data.asks) heard(data);
    else if (newest) channel.postMessage({ ...newest, ready: true });
  });
  channel.postMessage({ asks: true });
  navigator.locks.request(`live:${slug}`, () => {
    listen((message) => channel.postMessage((newest = message)));
    return new Promise(() => {}); // held until this tab closes
  });
}

if (slug && document.getElementById("live")) {
  if (navigator.locks && window.BroadcastChannel) listenTogether();
  else listen(() => {});
}
