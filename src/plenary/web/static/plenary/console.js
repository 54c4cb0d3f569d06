// Console behaviour shared by all pages. Modules add their own ES modules; htmx does the rest.

// htmx sends the page's CSRF token with every request of its own.
document.body.addEventListener("htmx:config:request", (event) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (token) event.detail.ctx.request.headers["X-CSRFToken"] = token.value;
});

// <button data-copy="#id">: copies the value or text of that element and says so on the button for a moment.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  const text = "value" in source ? source.value : source.textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without HTTPS there is no clipboard interface: select the text and use the old command.
    const range = document.createRange();
    if (source.select) source.select();
    else { range.selectNodeContents(source); getSelection().removeAllRanges(); getSelection().addRange(range); }
    document.execCommand("copy");
  }
  const label = button.textContent;
  if (button.dataset.done) {
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 1800);
  }
});

// A control with data-submit sends its form when it changes (filters); without scripts the form has its button.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// On a phone the menu is a strip: the current section stands in view.
const strip = document.querySelector(".console__nav");
const current = strip?.querySelector("[aria-current]");
if (current && strip.scrollWidth > strip.clientWidth) {
  strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
}

// After a form that was refused, the list of what to mend is what is read first.
document.querySelector("[data-errors]")?.focus();
