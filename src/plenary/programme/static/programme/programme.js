// The programme page, made handier: what is on now, filters, and a list of one's own. The page is whole without it.
const root = () => document.querySelector(".agenda");
const key = `stars:${document.documentElement.dataset.edition}`;
const stars = new Set(kept());
function kept() {
  try {
    return JSON.parse(localStorage.getItem(key) || "[]");
  } catch {
    return []; // storage is closed in some private windows: stars then last as long as the page
  }
}
const minute = () => (Date.now() / 1000 + Number(root().dataset.offset)) / 60;
let chosen = {};
const talks = () => [...document.querySelectorAll(".talk")];
const make = (tag, className, ...children) => {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
};

function mark() {
  const now = minute();
  const live = talks().filter((talk) => !talk.classList.contains("talk--off"));
  const running = live.filter((talk) => talk.dataset.at <= now && now < talk.dataset.to);
  const first = Math.min(...live.map((talk) => Number(talk.dataset.at)).filter((at) => at > now));
  const next = live.filter((talk) => Number(talk.dataset.at) === first);
  for (const talk of talks()) talk.classList.toggle("talk--now", running.includes(talk));
  const box = document.querySelector(".agenda__now");
  // A day ahead the list of days says enough.
  const soon = first - now < 18 * 60 ? next : [];
  box.hidden = !(running.length || soon.length);
  box.replaceChildren(...[["now", running], ["next", soon]].filter(([, list]) => list.length).map(([name, list]) => brief(name, list)));
}

function brief(name, list) {
  const lines = list.slice(0, 6).map((talk) => {
    const link = talk.querySelector("a").cloneNode(true);
    const when = talk.querySelector("p i").textContent;
    const starts = talk.closest("tr").querySelector("th").textContent;
    return make("li", "", make("b", "", name === "now" ? when : starts), make("span", "", link, make("small", "", talk.querySelector("em").textContent)));
  });
  return make("div", `agenda__${name === "now" ? "running" : "soon"}`, make("h2", "", root().dataset[name]), make("ul", "", ...lines));
}

function filter() {
  const form = document.querySelector(".agenda__tools");
  const wanted = new FormData(form);
  const words = wanted.get("q").trim().toLowerCase().split(/\s+/).filter(Boolean);
  chosen = Object.fromEntries(wanted);
  let shown = 0;
  for (const talk of talks()) {
    const text = talk.textContent.toLowerCase();
    const fits = words.every((word) => text.includes(word))
      && ["room", "track"].every((name) => !wanted.get(name) || wanted.get(name) === talk.dataset[name])
      && (!wanted.get("mine") || stars.has(talk.id));
    talk.hidden = !fits;
    shown += fits;
  }
  const narrowed = words.length || wanted.get("room") || wanted.get("track") || wanted.get("mine");
  for (const part of document.querySelectorAll(".timetable tr, .agenda__day")) {
    part.classList.toggle("is-empty", Boolean(narrowed) && !part.querySelector(".talk:not([hidden])"));
  }
  root().classList.toggle("agenda--narrowed", Boolean(narrowed));
  form.querySelector("[role=status]").textContent = narrowed ? (shown || root().dataset.none) : "";
}

function star(button) {
  const id = button.closest(".talk").id;
  if (!stars.delete(id)) stars.add(id);
  try {
    localStorage.setItem(key, JSON.stringify([...stars]));
  } catch {
    // as above
  }
  button.setAttribute("aria-pressed", stars.has(id));
  filter();
}

// Runs again when a release has replaced the page's content: what the reader had chosen stays chosen.
function dress() {
  const agenda = root();
  if (!agenda || agenda.dataset.dressed) return;
  agenda.dataset.dressed = "yes";
  for (const talk of talks()) {
    const button = make("button", "talk__star");
    button.type = "button";
    button.title = agenda.dataset.star;
    button.setAttribute("aria-label", `${agenda.dataset.star}: ${talk.querySelector("a").textContent}`);
    button.setAttribute("aria-pressed", stars.has(talk.id));
    talk.append(button);
  }
  const form = document.querySelector(".agenda__tools");
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const [name, value] of Object.entries(chosen)) {
    const control = form.elements[name];
    if (control?.type === "checkbox") control.checked = Boolean(value);
    else if (control) control.value = value;
  }
  filter();
  mark();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".talk__star");
  if (button) star(button);
});
document.addEventListener("plenary:changed", dress);
dress();
setInterval(mark, 20000);

// The stream of changes comes once the page is seen.
const then = document.querySelector("script[data-then]").dataset.then;
if (document.readyState === "complete") import(then);
else addEventListener("load", () => import(then));
