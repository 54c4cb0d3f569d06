// The lobby screen: of every room what runs and what comes next, on the summit's clock. Nobody touches it.
function show() {
  const frame = document.querySelector(".screen__frame");
  const at = new Date(Date.now() + Number(frame.dataset.offset) * 1000);
  const minute = at.getTime() / 60000;
  frame.querySelector(".screen__clock").textContent = at.toLocaleTimeString("zh-CN", { timeZone: frame.dataset.zone, hour: "2-digit", minute: "2-digit", hour12: false });
  const today = at.toLocaleDateString("sv-SE", { timeZone: frame.dataset.zone });
  const rooms = [...frame.querySelectorAll(".screen__room")];
  frame.classList.toggle("screen__frame--many", rooms.length > 6);
  frame.classList.toggle("screen__frame--few", rooms.length < 3);
  for (const room of rooms) {
    const ahead = [...room.querySelectorAll("li")].filter((line) => Number(line.dataset.to) > minute);
    // Two lines a room; a running talk stands first and larger.
    room.querySelectorAll("li").forEach((line) => {
      const place = ahead.indexOf(line);
      line.hidden = place < 0 || place > 1;
      line.classList.toggle("is-now", place >= 0 && Number(line.dataset.at) <= minute);
      line.classList.toggle("is-today", line.dataset.day === today);
    });
    room.classList.toggle("is-over", !ahead.length);
  }
  frame.classList.add("is-timed");
}
show();
setInterval(show, 5000);
document.addEventListener("plenary:changed", show);
