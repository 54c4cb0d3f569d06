// Console behaviour shared by all pages. Modules add their own ES modules; htmx does the rest.
document.body.addEventListener("htmx:config:request", (event) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (token) event.detail.ctx.request.headers["X-CSRFToken"] = token.value;
});
