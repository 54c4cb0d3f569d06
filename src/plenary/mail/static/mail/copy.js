// One tap copies a text: <button data-copies="id of a textarea" data-done="Copied">. Without a clipboard
// (plain HTTP, an old chat app) the text is selected instead, ready for the system's own «copy».
async function copy(button) {
  const source = document.getElementById(button.dataset.copies);
  const details = source.closest("details");
  try {
    await navigator.clipboard.writeText(source.value);
  } catch {
    if (details) details.open = true;
    source.focus();
    source.select();
    let copied = false;
    try { copied = document.execCommand("copy"); } catch { copied = false; }
    if (!copied) { say(button, button.dataset.selected); return; }
  }
  say(button, button.dataset.done);
}

function say(button, words) {
  const status = document.getElementById(`${button.dataset.copies}-status`);
  if (status) status.textContent = words;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copies]");
  if (button) copy(button);
});
for (const button of document.querySelectorAll("[data-copies]")) button.hidden = false;
