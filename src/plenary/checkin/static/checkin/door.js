// The door page's script: camera, sound, and admission without a new page. Everything also works without it.
// Names come from strangers: they only ever become text nodes.

const byId = (id) => document.getElementById(id);
const verdict = byId("verdict");
const camera = byId("camera");
const base = camera.dataset.base;
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
const why = byId("no-camera").dataset;

// crypto.randomUUID needs HTTPS; a door on the local network has none.
const nonce = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const TONES = { admitted: [880, 0.12], again: [440, 0.25], undone: [660, 0.1] };
const BUZZ = { admitted: [60], again: [60, 60, 60], undone: [30] };
let audio;
function signal(kind) {
  navigator.vibrate?.(BUZZ[kind] ?? [250]);
  const Context = window.AudioContext;
  if (!Context) return;
  audio ??= new Context();
  const [pitch, seconds] = TONES[kind] ?? [180, 0.4];
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  volume.gain.setValueAtTime(0.2, audio.currentTime);
  tone.frequency.value = pitch;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + seconds);
}

function show(answer) {
  verdict.dataset.verdict = answer.verdict;
  const parts = {
    icon: answer.icon,
    word: answer.word,
    name: answer.name,
    about: [answer.organisation, answer.category].filter(Boolean).join(" · "),
    sentence: answer.sentence,
  };
  for (const [part, text] of Object.entries(parts)) {
    verdict.querySelector(`.verdict__${part}`).textContent = text ?? "";
  }
  const undo = byId("undo");
  undo.hidden = !answer.may_undo;
  undo.elements.scan.value = answer.nonce ?? "";
  undo.elements.nonce.value = nonce();
  signal(answer.verdict);
  verdict.scrollIntoView({ block: "nearest" });
}

// A lost answer is asked for again with the same nonce: the server never admits twice for one scan.
async function send(path, fields) {
  const body = new URLSearchParams({ nonce: nonce(), ...fields });
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  verdict.dataset.verdict = "busy";
  for (let pause = 400; ; pause = Math.min(pause * 2, 4000)) {
    try {
      const response = await fetch(base + path, { method: "POST", body, headers });
      if (!(response.headers.get("Content-Type") ?? "").startsWith("application/json")) throw new Error("no answer");
      const answer = await response.json();
      show(response.ok ? answer : { verdict: "trouble", icon: "✕", word: "", sentence: answer.error });
      return;
    } catch {
      verdict.querySelector(".verdict__sentence").textContent = why.offline;
      await new Promise((wake) => setTimeout(wake, pause));
    }
  }
}

byId("code-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = event.target.elements.text;
  send("admissions/", { how: "code", text: field.value });
  field.value = "";
});

byId("undo").addEventListener("submit", (event) => {
  event.preventDefault();
  send("undo/", { scan: event.target.elements.scan.value });
});

// Search while typing, the newest question only.
const list = byId("found");
const query = byId("q");
let asked = 0;
async function search() {
  const mine = ++asked;
  const typed = query.value.trim();
  if (!typed) return list.replaceChildren();
  const response = await fetch(`${base}search/?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
  if (!response.ok || mine !== asked) return;
  const { people } = await response.json();
  list.replaceChildren(...(people.length ? people.map(line) : [element("li", "soft", list.dataset.none)]));
}
function element(tag, kind, text) {
  const made = document.createElement(tag);
  made.className = kind;
  made.textContent = text;
  return made;
}
function line(person) {
  const who = element("span", "found__who", "");
  who.append(element("strong", "", person.name));
  who.append(element("span", "soft", [person.organisation, person.category].filter(Boolean).join(" · ")));
  const button = element("button", person.came ? "button button--quiet" : "button", list.dataset.admit);
  button.setAttribute("aria-label", `${list.dataset.admit}: ${person.name}`);
  const form = document.createElement("form");
  form.append(who);
  if (person.came) form.append(element("span", "tag tag--ok", `${list.dataset.came} ${person.came}`));
  form.append(button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send("admissions/", { how: "search", person: person.id });
    query.value = "";
    list.replaceChildren();
  });
  const item = document.createElement("li");
  item.append(form);
  return item;
}
let typing;
query.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(search, 150);
});
byId("search-form").addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});

// The camera, where browser and address allow it.
function explain(reason) {
  const note = byId("no-camera");
  note.textContent = why[reason];
  note.hidden = false;
}
const video = byId("video");
const button = byId("scan");
let stream;
let last = { text: "", at: 0 };
// Browsers that cannot read a QR send the middle of the picture, grey and small, and the server reads it.
const SIDE = 480;
const canvas = document.createElement("canvas");
canvas.width = canvas.height = SIDE;
const read = {
  pause: 250,
  async detect(from) {
    const side = Math.min(from.videoWidth, from.videoHeight);
    if (!side) return [];
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(from, (from.videoWidth - side) / 2, (from.videoHeight - side) / 2, side, side, 0, 0, SIDE, SIDE);
    const { data } = context.getImageData(0, 0, SIDE, SIDE);
    const grey = new Uint8Array(SIDE * SIDE);
    for (let at = 0; at < grey.length; at++) {
      grey[at] = (data[4 * at] * 77 + data[4 * at + 1] * 150 + data[4 * at + 2] * 29) >> 8;
    }
    const headers = { "X-CSRFToken": token, "Content-Type": "application/octet-stream" };
    const response = await fetch(`${base}readings/?width=${SIDE}`, { method: "POST", body: grey, headers });
    const { text } = response.ok ? await response.json() : {};
    return text ? [{ rawValue: text }] : [];
  },
};
async function look(detector) {
  if (!stream) return;
  const [code] = await detector.detect(video).catch(() => []);
  const isNew = code && (code.rawValue !== last.text || Date.now() - last.at > 4000);
  if (isNew) {
    last = { text: code.rawValue, at: Date.now() };
    await send("admissions/", { how: "camera", text: code.rawValue });
    last.at = Date.now();
  }
  setTimeout(() => look(detector), detector.pause ?? 120);
}
async function toggle() {
  if (stream) {
    stream.getTracks().forEach((track) => track.stop());
    stream = undefined;
  } else {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      await video.play();
      look("BarcodeDetector" in window ? new BarcodeDetector({ formats: ["qr_code"] }) : read);
    } catch {
      stream = undefined;
      return explain("refused");
    }
  }
  video.hidden = !stream;
  button.textContent = stream ? button.dataset.stop : button.dataset.start;
}
if (!window.isSecureContext || !navigator.mediaDevices) explain("insecure");
else {
  camera.hidden = false;
  button.addEventListener("click", toggle);
}
