// The guest has just accepted, and the badge is made a moment later: its panel comes by itself.

const waiting = document.querySelector("[data-waiting]");

async function look(tries) {
  const answer = await fetch(location.href).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const section = page && page.querySelector(".qr")?.closest("section");
  if (section) waiting.closest("section").replaceWith(section);
  else if (tries > 1) setTimeout(look, 1000, tries - 1);
}

setTimeout(look, 400, 30);
