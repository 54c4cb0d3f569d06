// A field lights the words it was read from, and the words light their field. Without scripts the links lead there.
const marks = [...document.querySelectorAll(".reading__source mark")];
const fields = [...document.querySelectorAll(".reading__field")];
const keysOf = (element) => (element.dataset.keys || "").split(" ").filter(Boolean);

function light(keys, scroll) {
  for (const element of [...marks, ...fields]) {
    element.classList.toggle("is-lit", keysOf(element).some((key) => keys.includes(key)));
  }
  const first = marks.find((mark) => mark.classList.contains("is-lit"));
  if (scroll && first) {
    const box = first.closest(".reading__source");
    const at = first.getBoundingClientRect().top - box.getBoundingClientRect().top;
    if (at < 0 || at > box.clientHeight - 40) box.scrollTop += at - box.clientHeight / 3;
  }
}

for (const field of fields) {
  field.addEventListener("focusin", () => light(keysOf(field), true));
  field.addEventListener("pointerenter", () => light(keysOf(field), false));
}
for (const mark of marks) {
  mark.addEventListener("pointerenter", () => light(keysOf(mark), false));
  mark.addEventListener("focusin", () => light(keysOf(mark), false));
  mark.addEventListener("click", (event) => {
    const target = document.getElementById(event.target.closest("a").dataset.field);
    if (!target) return;
    event.preventDefault();
    target.focus();
    light(keysOf(mark), false);
  });
}
