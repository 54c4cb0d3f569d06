// Says while a colour is chosen how well white text reads on it (WCAG 1.4.3); the server darkens what is too light.
const colour = document.querySelector("input[name=accent]");
const said = document.querySelector("[data-contrast]");

function contrastWithWhite(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}

function say() {
  if (!/^#[0-9a-f]{6}$/i.test(colour.value)) return;
  const ratio = contrastWithWhite(colour.value);
  said.textContent = (ratio >= 4.5 ? said.dataset.good : said.dataset.poor).replace("%s", ratio.toFixed(1));
}

if (colour && said) {
  colour.closest(".field").append(said);
  colour.addEventListener("input", say);
  say();
}
