// Searching in this site, in the reader's own browser: the words go nowhere.
(() => {
  "use strict";
  const MOST = 50;
  const form = document.querySelector("form.search");
  const field = document.getElementById("vraag");
  const status = document.getElementById("stand");
  const list = document.getElementById("gevonden");
  let pages;
  let timer;

  const words = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  // The index is fetched once, when the first question comes. It is in order: the newest first.
  const load = async () => {
    const answer = await fetch("index.json");
    if (!answer.ok) throw new Error(answer.status);
    return (await answer.json()).map((page) => {
      const title = words(page.t);
      return { page, title, all: [...title, ...words(page.d), ...words(page.x)] };
    });
  };

  const starts = (found, asked) => found.some((word) => word.startsWith(asked));

  const find = (entries, asked) =>
    entries
      .filter(({ all }) => asked.every((word) => starts(all, word)))
      .map(({ page, title }) => ({ page, rank: asked.filter((word) => starts(title, word)).length }))
      .sort((one, other) => other.rank - one.rank)
      .map(({ page }) => page);

  const element = (name, style, text) => {
    const made = document.createElement(name);
    made.className = style;
    made.textContent = text;
    return made;
  };

  const shown = (page) => {
    const item = element("li", "card", "");
    const title = element("h2", "card-title", "");
    const link = element("a", "", page.t);
    link.href = page.u;
    title.append(link);
    item.append(element("p", "kicker", page.k), title);
    if (page.d) item.append(element("p", "card-text", page.d));
    if (page.m) item.append(element("p", "meta", page.m));
    return item;
  };

  const count = (number, question) => {
    if (!number) return `Niets gevonden voor “${question}”. Probeer minder of andere woorden.`;
    const result = number === 1 ? "1 resultaat" : `${number} resultaten`;
    const rest = number > MOST ? `; dit zijn de eerste ${MOST}` : "";
    return `${result} voor “${question}”${rest}.`;
  };

  const search = async () => {
    const question = field.value.trim();
    const asked = words(question);
    if (!asked.length) {
      status.textContent = "";
      list.replaceChildren();
      return;
    }
    try {
      pages ??= load();
      const found = find(await pages, asked);
      if (question !== field.value.trim()) return;
      list.replaceChildren(...found.slice(0, MOST).map(shown));
      status.textContent = count(found.length, question);
    } catch {
      pages = undefined;
      status.textContent = "Zoeken lukt nu niet. Probeer het straks nog eens.";
    }
  };

  const address = () => {
    const question = field.value.trim();
    return question ? `?q=${encodeURIComponent(question)}` : location.pathname;
  };

  const read = () => {
    field.value = new URLSearchParams(location.search).get("q") ?? "";
    search();
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      history.replaceState(null, "", address());
      search();
    }, 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    history.pushState(null, "", address());
    search();
  });
  addEventListener("popstate", read);
  read();
})();
