// The list at the door, made quick and able to do without net. Each tap is a mark
// with an id of its own; marks wait in this browser until the server has them, so
// that none is lost by a reload, and one that is sent twice counts once. Without
// this script every button of the list is a form.
(() => {
  const page = document.getElementById("fremmoede"), words = page.dataset, at = location.pathname;
  const worker = document.currentScript.dataset.worker;
  const count = document.getElementById("antal"), waiting = document.getElementById("koe");
  const rows = new Map([...document.querySelectorAll(".f-mark")].map((row) => [row.dataset.person, row]));
  const store = "faelled " + at, device = (localStorage["faelled enhed"] ||= fresh().slice(0, 8));
  const cacheName = "faelled-fremmoede";
  let server = null, sending = false, problem = "";

  function fresh() {
    return crypto.randomUUID?.() ?? Date.now().toString(36) + "-" + Math.random().toString(36).slice(2);
  }
  const queue = () => JSON.parse(localStorage[store] || "[]");
  const keep = (marks) => { localStorage[store] = JSON.stringify(marks); };

  // The clock on the wall at the meeting, wherever the device thinks it is.
  const wall = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Copenhagen", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  function clock(ms) {
    const [hour, minutes] = wall.format(ms).split(":");
    return words.lang === "da" ? `kl.\u00a0${+hour}.${minutes}` : `${+hour}:${minutes}`;
  }

  function show(person, state, ms) {
    const row = rows.get(person);
    if (!row || (row.dataset.is === state && (!state || !ms))) return;
    row.dataset.is = state;
    row.querySelector(".f-mark-s span:last-child").textContent = state ? `${words[state]} ${clock(ms)}` : "";
  }

  // draw shows what the server knows, and over that what it has not got yet.
  function draw() {
    const marks = queue(), states = new Map();
    if (server) {
      for (const person of rows.keys()) states.set(person, [server.states[person] ?? "", server.at[person]]);
      for (const person in server.states) states.set(person, [server.states[person], server.at[person]]);
    } else {
      for (const [person, row] of rows) states.set(person, [row.dataset.is]);
    }
    for (const m of marks) states.set(m.person, [m.state, m.at]);
    for (const [person, [state, ms]] of states) show(person, state, ms);
    const came = [...states.values()].filter(([state]) => state === "came").length;
    if (server) say(count, words.counted.replace("{came}", came).replace("{all}", server.all));
    else if (marks.length && !document.getElementById("q").defaultValue) say(count, words.counted.replace("{came}", came).replace("{all}", rows.size));
    const n = marks.length;
    say(waiting, problem || (n === 0 || sending ? "" : n === 1 ? words.one : words.many.replace("{n}", n)));
  }
  const say = (where, text) => { if (where.textContent !== text) where.textContent = text; };

  function mark(person, state) {
    keep([...queue(), { id: fresh(), person, state, at: Date.now() }]);
    problem = "";
    draw();
    send();
  }

  async function send() {
    if (sending) return;
    const marks = queue().slice(0, 200);
    sending = true;
    try {
      const answer = marks.length ? await fetch(at + "/send", { method: "POST", redirect: "manual", body: form(marks) }) : await fetch(at + "/nu" + (server ? "?siden=" + server.until : ""), { redirect: "manual" });
      if (answer.ok) {
        const news = await answer.json();
        server = news.part && server ? { ...news, states: { ...server.states, ...news.states }, at: { ...server.at, ...news.at } } : news;
        const done = new Set([...(server.saved ?? []), ...(server.refused ?? [])]);
        keep(queue().filter((m) => !done.has(m.id)));
        problem = server.refused?.length ? words.refused : "";
      } else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
        problem = marks.length ? words.out : "";
      }
    } catch {
      server = null; // no net: what is on the page is what we know
    }
    sending = false;
    draw();
    if (server && queue().length) send();
  }

  function form(marks) {
    const body = new URLSearchParams({ enhed: device, ur: String(Date.now()) });
    for (const m of marks) body.append("m", `${m.id} ${m.person} ${m.state} ${m.at}`);
    return body;
  }

  document.getElementById("liste")?.addEventListener("submit", (e) => {
    const button = e.submitter;
    if (!button?.closest(".f-mark")) return;
    e.preventDefault();
    const row = button.closest(".f-mark");
    if (row.dataset.is !== button.dataset.to) mark(row.dataset.person, button.dataset.to);
    else if (button.dataset.to) again(row);
    row.querySelector(button.dataset.to ? '[data-to=""]' : "[data-to]").focus();
  });

  // Names are found as the server finds them: accents gone, æ ø å as ae oe aa.
  const letters = { æ: "ae", ø: "oe", å: "aa" };
  const fold = (text) => text.normalize("NFC").toLowerCase().replace(/[æøå]/g, (l) => letters[l]).normalize("NFD").replace(/\p{Mn}/gu, "");
  const search = document.getElementById("q");
  function filter() {
    const parts = fold(search.value).split(/\s+/).filter(Boolean);
    for (const row of rows.values()) row.hidden = !parts.every((p) => row.dataset.key.includes(p));
  }
  search.addEventListener("input", filter);
  if (!search.defaultValue) document.getElementById("soeg").addEventListener("submit", (e) => e.preventDefault());

  const byCode = (text) => {
    const code = text.split("/").pop().toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
    return [...rows.values()].find((row) => row.dataset.code === code);
  };
  document.getElementById("kodeform")?.addEventListener("submit", (e) => {
    const field = document.getElementById("kode"), row = byCode(field.value);
    if (!row) return; // the server says what is wrong
    e.preventDefault();
    field.value = "";
    arrive(row);
  });
  function arrive(row) {
    search.value = "";
    filter();
    if (row.dataset.is !== "came") mark(row.dataset.person, "came");
    else again(row);
    row.scrollIntoView({ block: "center" });
    row.querySelector('[data-to=""]').focus({ preventScroll: true });
  }

  // again says that somebody had come before: the first time is the one that counts.
  const already = (row) => `${row.dataset.name}: ${words.already.replace("{said}", row.querySelector(".f-mark-s span:last-child").textContent.toLowerCase())}`;
  function again(row) {
    problem = already(row);
    draw();
  }

  // Scanning inside the page, where the browser can read codes by itself.
  const scan = document.getElementById("scan"), camera = document.getElementById("kamera");
  if (scan && "BarcodeDetector" in window && navigator.mediaDevices) {
    scan.hidden = false;
    scan.addEventListener("click", async () => {
      if (!camera.hidden) return stop();
      const video = document.createElement("video"), told = document.createElement("p");
      told.setAttribute("role", "status");
      video.playsInline = video.muted = true;
      try {
        video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch {
        return;
      }
      camera.replaceChildren(video, told);
      camera.hidden = false;
      await video.play();
      const reader = new BarcodeDetector({ formats: ["qr_code"] });
      for (let last = ""; !camera.hidden; await new Promise((done) => setTimeout(done, 300))) {
        const [code] = await reader.detect(video).catch(() => []);
        if (!code || code.rawValue === last) continue;
        last = code.rawValue;
        const row = byCode(last);
        told.textContent = !row ? words.unknown : row.dataset.is === "came" ? already(row) : row.dataset.name;
        if (row && row.dataset.is !== "came") mark(row.dataset.person, "came");
      }
    });
  }
  function stop() {
    for (const track of camera.querySelector("video")?.srcObject?.getTracks() ?? []) track.stop();
    camera.replaceChildren();
    camera.hidden = true;
  }

  // The page is kept in this browser for the rest of the day, and no longer than
  // whoever keeps it is signed in.
  async function keepPage() {
    await navigator.serviceWorker.register(worker, { scope: at });
    await navigator.serviceWorker.ready;
    const cache = await caches.open(cacheName);
    const now = await fetch(at);
    if (!now.ok || now.redirected) return;
    await cache.put(at, now);
    const parts = [...document.querySelectorAll("link[href], script[src], use")].map((e) => (e.href?.baseVal ?? e.href ?? e.src).split("#")[0]);
    await cache.addAll([...new Set(parts)]);
    page.dataset.kept = "1";
  }
  if ("serviceWorker" in navigator) keepPage().catch(() => {});
  for (const out of document.querySelectorAll('form[action="/log-ud"]')) out.addEventListener("submit", () => caches?.delete(cacheName));

  addEventListener("online", send);
  setInterval(() => { if (!document.hidden) send(); }, 10_000);
  draw();
  send();
})();
