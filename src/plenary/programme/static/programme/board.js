// The board. A card is dragged with any pointer, or picked up (click, Enter) and put down elsewhere (click, arrows and
// Enter). Each move is a POST; what the server answers is what the board then shows. Works on #board as it stands,
// because a refused move replaces all of it.

const $ = (id) => document.getElementById(id);
const PLACE = "[data-start]"; // a cell, or the tray, whose room and start are empty
const LONG_PRESS = 260; // ms a finger rests on a card before it is a drag and not a scroll
const FAR = 6; // px a mouse travels before a press is a drag

let held = null; // {card, over}: picked up by click or keyboard
let drag = null; // {card, x, y, ghost, over, timer}
let swallowClick = false;
let queue = Promise.resolve();

const text = (key) => $("board").dataset[key];
const placeOf = (element) => element?.closest?.(PLACE);
const nameOf = (place) => place.dataset.place;

function say(sentence) {
  $("board-says").textContent = sentence;
}

// ---- talking with the server

async function post(address, fields) {
  const body = new FormData();
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  for (const [name, value] of Object.entries({ day: text("day"), csrfmiddlewaretoken: token.value, ...fields })) {
    body.set(name, value);
  }
  const response = await fetch(address, { method: "POST", body, headers: { "X-Fragment": "1" } });
  if (![200, 409].includes(response.status) || response.redirected) throw new Error(response.status);
  return { ok: response.status === 200, page: new DOMParser().parseFromString(await response.text(), "text/html") };
}

function move(card, place) {
  const from = card.parentElement;
  if (placeOf(card) === place) return;
  const { number } = card.dataset;
  // Shown at once, marked as not yet true.
  card.classList.add("card--waiting");
  if (place.id === "tray") {
    const item = document.createElement("li");
    $("tray-cards").prepend(item);
    item.append(card);
  } else place.append(card);
  if (from.tagName === "LI" && !from.children.length) from.remove();
  queue = queue.then(async () => {
    const present = $(`talk-${number}`) ?? card;
    try {
      const answer = await post(text("moves"), {
        number, version: present.dataset.version, room: place.dataset.room, starts_at: place.dataset.start,
      });
      show(answer);
      if (answer.ok) say(text("sayMoved").replace("{place}", nameOf(place)) + " " + $("clashes-title").textContent.trim());
      $(`talk-${number}`)?.focus({ preventScroll: true });
    } catch {
      putBack(present, from);
      say(text("sayOffline"));
      warn(text("sayOffline"));
    }
  });
}

function putBack(card, from) {
  const left = card.parentElement;
  if (!from.isConnected) $("tray-cards").prepend(from);
  from.append(card);
  if (left.tagName === "LI" && !left.children.length) left.remove();
  card.classList.remove("card--waiting");
}

function warn(sentence) {
  const notice = Object.assign(document.createElement("p"), { className: "notice notice--error", textContent: sentence });
  notice.setAttribute("role", "alert");
  $("board").prepend(notice);
  setTimeout(() => notice.remove(), 8000);
}

// A move answers with the cells it touched; a refusal with the whole board as it really is.
function show({ ok, page }) {
  if (!ok) {
    $("board").replaceWith(page.getElementById("board"));
    say($("board").querySelector("[role=alert]")?.textContent ?? "");
    held = null;
    return;
  }
  const number = page.getElementById("moved-talk").dataset.number;
  const old = $(`talk-${number}`);
  const item = old?.closest("li");
  (item ?? old)?.remove();
  for (const cell of page.querySelectorAll("td.cell")) $(cell.id)?.replaceWith(cell);
  for (const arrived of [...page.querySelectorAll("#tray-arrived > li")]) $("tray-cards").prepend(arrived);
  for (const id of ["tray-count", "undo"]) $(id).replaceWith(page.getElementById(id));
  // Folded by the reader, the clashes stay folded until there are others.
  const { clashing: known } = $("clashes").dataset;
  const folds = () => $("clashes").querySelector("details");
  const open = folds()?.open;
  $("clashes").replaceWith(page.getElementById("clashes"));
  if ($("clashes").dataset.clashing === known && open !== undefined && folds()) folds().open = open;
  const clashing = new Set($("clashes").dataset.clashing.split(" "));
  for (const card of $("board").querySelectorAll(".card")) card.classList.toggle("card--clash", clashing.has(card.dataset.number));
  $(`talk-${number}`)?.classList.add("changed");
}

// ---- picked up and put down: keyboard, or two clicks

function pickUp(card) {
  putDown();
  held = { card, over: placeOf(card) };
  card.setAttribute("aria-pressed", "true");
  const bar = $("held");
  bar.hidden = false;
  bar.querySelector("[data-held-title]").textContent = card.dataset.title;
  const open = bar.querySelector("a");
  open.href = open.dataset.base + card.dataset.number + "/";
  say(text("sayPicked").replace("{title}", card.dataset.title));
}

function putDown() {
  if (!held) return;
  held.card.setAttribute("aria-pressed", "false");
  held.over?.classList.remove("is-over");
  $("held").hidden = true;
  held = null;
}

function placeHeld(place) {
  const { card } = held;
  putDown();
  move(card, place);
}

function step(key) {
  const rows = [...$("board").querySelectorAll(".grid-table tbody tr")].map((row) => [...row.querySelectorAll("td")]);
  if (!rows.length) return;
  let next;
  const y = rows.findIndex((row) => row.includes(held.over));
  const x = y < 0 ? -1 : rows[y].indexOf(held.over);
  if (y < 0) next = rows[0][0];
  else if (key === "ArrowLeft") next = x ? rows[y][x - 1] : $("tray");
  else if (key === "ArrowRight") next = rows[y][Math.min(x + 1, rows[y].length - 1)];
  else if (key === "ArrowUp") next = rows[Math.max(y - 1, 0)][x];
  else next = rows[Math.min(y + 1, rows.length - 1)][x];
  held.over?.classList.remove("is-over");
  held.over = next;
  next.classList.add("is-over");
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
  const there = [...next.querySelectorAll(".card")].slice(0, 3).map((card) => card.dataset.title);
  say([text("sayOver").replace("{place}", nameOf(next)), ...(next.id === "tray" ? [] : there)].join(" "));
}

document.addEventListener("keydown", (event) => {
  if (!held || event.target.closest("#held, input, select")) {
    if (held && event.key === "Escape") { held.card.focus(); putDown(); }
    return;
  }
  if (event.key.startsWith("Arrow")) {
    event.preventDefault();
    step(event.key);
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    const { card, over } = held;
    if (placeOf(card) === over) { putDown(); say(text("sayLeft")); } else placeHeld(over);
  } else if (event.key === "Escape") {
    held.card.focus();
    putDown();
    say(text("sayLeft"));
  }
});

document.addEventListener("click", (event) => {
  if (swallowClick) { swallowClick = false; return; }
  if (!event.target.closest("#board")) return;
  const card = event.target.closest(".card");
  if (card) {
    if (held?.card === card) { putDown(); say(text("sayLeft")); } else pickUp(card);
  } else if (held && event.target.closest("[data-held-tray]")) placeHeld($("tray"));
  else if (held && event.target.closest("[data-held-leave]")) { held.card.focus(); putDown(); }
  else if (held && placeOf(event.target) && !event.target.closest("input, #held")) placeHeld(placeOf(event.target));
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-board]")) return;
  event.preventDefault();
  putDown();
  const address = event.target.action;
  const which = [...$("undo").querySelectorAll("form")].indexOf(event.target);
  queue = queue.then(async () => {
    try {
      show(await post(address, {}));
      say($("clashes-title").textContent.trim());
      [...$("undo").querySelectorAll("button")][which]?.focus();
    } catch {
      warn(text("sayOffline"));
    }
  });
});

document.addEventListener("input", (event) => {
  if (event.target.id !== "tray-search") return;
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const card of document.querySelectorAll("#tray-cards .card")) {
    card.closest("li").hidden = !words.every((word) => card.dataset.search.includes(word));
  }
});

// ---- dragging

function begin() {
  putDown();
  const box = drag.card.getBoundingClientRect();
  drag.ghost = drag.card.cloneNode(true);
  drag.ghost.removeAttribute("id");
  drag.ghost.classList.add("card--ghost");
  drag.ghost.style.width = `${box.width}px`;
  drag.dx = drag.x - box.left;
  drag.dy = drag.y - box.top;
  document.body.append(drag.ghost);
  drag.card.classList.add("card--lifted");
  follow(drag.x, drag.y);
}

function follow(x, y) {
  drag.ghost.style.transform = `translate(${x - drag.dx}px, ${y - drag.dy}px)`;
  const over = placeOf(document.elementFromPoint(x, y));
  if (over !== drag.over) {
    drag.over?.classList.remove("is-over");
    over?.classList.add("is-over");
    drag.over = over;
  }
  const wrap = document.querySelector(".grid-wrap");
  const edge = wrap?.getBoundingClientRect();
  if (!edge) return;
  if (x > edge.right - 40) wrap.scrollLeft += 16; else if (x < edge.left + 40 && x > edge.left) wrap.scrollLeft -= 16;
  if (y > edge.bottom - 40) wrap.scrollTop += 16; else if (y < edge.top + 60 && y > edge.top) wrap.scrollTop -= 16;
}

function end(drop) {
  if (!drag) return;
  clearTimeout(drag.timer);
  const { card, ghost, over } = drag;
  drag = null;
  over?.classList.remove("is-over");
  card.classList.remove("card--lifted");
  if (!ghost) return;
  ghost.remove();
  // The click that follows a drop is not a choice of the card.
  swallowClick = true;
  setTimeout(() => { swallowClick = false; }, 0);
  if (drop && over) move(card, over);
}

document.addEventListener("pointerdown", (event) => {
  const card = event.target.closest?.("#board .card");
  if (!card || card.disabled || event.button !== 0 || !event.isPrimary) return;
  drag = { card, x: event.clientX, y: event.clientY, type: event.pointerType };
  if (event.pointerType === "touch") {
    card.releasePointerCapture?.(event.pointerId);
    drag.timer = setTimeout(() => drag && begin(), LONG_PRESS);
  }
});

document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > FAR;
  if (!drag.ghost && far) {
    if (drag.type === "touch") { end(false); return; } // a scroll
    begin();
  }
  if (drag.ghost) { event.preventDefault(); follow(event.clientX, event.clientY); }
});

document.addEventListener("pointerup", () => end(true));
document.addEventListener("pointercancel", () => end(false));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(false); });
// While a finger drags a card, the page must not scroll away under it.
document.addEventListener("touchmove", (event) => { if (drag?.ghost) event.preventDefault(); }, { passive: false });
document.addEventListener("contextmenu", (event) => { if (drag?.ghost) event.preventDefault(); });
