// A page that shows a summit stays true: when something public changes, its marked regions are fetched anew.
const slug = document.documentElement.dataset.edition;

async function refresh() {
  const answer = await fetch(location.pathname, { cache: "no-cache" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const region of document.querySelectorAll("[data-live]")) {
    const next = fresh.querySelector(`[data-live="${CSS.escape(region.dataset.live)}"]`);
    if (next) region.replaceWith(next);
  }
}

if (slug) new EventSource(`/live/${slug}`).addEventListener("change", refresh);
