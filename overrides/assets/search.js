// Searching in this site, in the reader's own browser: what is fetched doesn't tell the words.
(() => {
  "use strict";
  const form = document.getElementById("zoek");
  if (!form) return;
  const STEP = 10;
  const LONGEST = 200; // characters of a question: an address may hold more than the field takes
  const root = new URL("../", document.currentScript.src);
  const field = document.getElementById("vraag");
  const status = document.getElementById("stand");
  const hint = document.getElementById("bedoeld");
  const list = document.getElementById("gevonden");
  const more = document.getElementById("meer");
  const choices = [...form.querySelectorAll("select")];
  document.getElementById("keuzes").hidden = false;

  let engine;
  let vocabulary;
  let found = [];
  let turn = 0; // of the search that is under way: what an earlier one finds comes too late
  let typing = false; // whether the address holds nothing, or what is being typed: not to be kept
  let timer;

  const start = async () => {
    const pagefind = await import(`${root}pagefind/pagefind.js`);
    await pagefind.options({
      baseUrl: root.pathname,
      noWorker: true,
      // Words that are only related to those of a text count for little.
      ranking: { metaWeights: { title: 6, kind: 0.5, extra: 0.3, date: 0, day: 0 } },
    });
    return pagefind;
  };

  // ---- the question, as the address holds it ----

  const address = () => {
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value.trim()) asked.set(name, value.trim());
    const query = asked.toString();
    return query ? `?${query}` : location.pathname;
  };

  const read = () => {
    clearTimeout(timer);
    typing = !location.search;
    const asked = new URLSearchParams(location.search);
    field.value = (asked.get("q") ?? "").slice(0, LONGEST);
    for (const choice of choices) {
      const value = asked.get(choice.name);
      choice.value = [...choice.options].some((option) => option.value === value) ? value : "";
    }
    search();
  };

  // ---- what is found ----

  const element = (name, style, text = "") => {
    const made = document.createElement(name);
    made.className = style;
    made.textContent = text;
    return made;
  };

  // An excerpt holds <mark>, &lt; and &gt;, and is otherwise text.
  const excerpt = (text) => {
    const made = element("p", "card-text");
    text.split(/<\/?mark>/).forEach((part, place) => {
      const words = part.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
      made.append(place % 2 ? element("mark", "", words) : words);
    });
    if (!/[.!?…]\s*$/.test(made.textContent)) made.append(" …");
    return made;
  };

  const shown = ({ url, meta, excerpt: text }) => {
    const item = element("li", "result");
    const title = element("h2", "card-title");
    const link = element("a", "", meta.title);
    link.href = url;
    title.append(link);
    const kicker = element("p", "kicker", meta.kind);
    if (meta.day) {
      const day = element("time", "result-date", meta.date);
      day.dateTime = meta.day;
      kicker.append(" ", day);
    }
    item.append(kicker, title);
    if (text) item.append(excerpt(text));
    return item;
  };

  const fetched = (results, begin) =>
    Promise.all(results.slice(begin, begin + STEP).map((each) => each.data()));

  const show = (results) => {
    list.append(...results.map(shown));
    more.hidden = list.children.length >= found.length;
  };

  const count = (number, question) => {
    const what = question ? ` voor “${question}”` : "";
    if (!number) return `Niets gevonden${what}. Probeer minder of andere woorden, of andere keuzes.`;
    return number === 1 ? `1 resultaat${what}.` : `${number} resultaten${what}.`;
  };

  const clear = (text) => {
    found = [];
    list.replaceChildren();
    hint.replaceChildren();
    more.hidden = true;
    status.textContent = text;
  };

  const way = (text, path) => {
    const link = element("a", "", text);
    link.href = `${root.pathname}${path}`;
    return link;
  };

  const failed = () => {
    engine = undefined;
    clear("Zoeken lukt nu niet. ");
    const again = element("a", "", "Laad deze pagina opnieuw");
    again.href = location.href;
    const elsewhere = [way("alle artikelen", "artikelen/"), ", het ", way("archief van de nieuwsbrief", "nieuwsbrief/")];
    status.append(again, " of kijk bij ", ...elsewhere, " of de onderwerpen hieronder.");
  };

  const search = async () => {
    const mine = ++turn;
    const question = field.value.trim();
    const filters = {};
    for (const { name, value } of choices) if (value && name !== "volgorde") filters[`${name}-${value}`] = "ja";
    if (!question && !Object.keys(filters).length) return clear("");
    if (!engine) clear("Even zoeken …");
    let first;
    try {
      engine ??= start();
      const sort = form.elements.volgorde.value ? { datum: "desc" } : {};
      const { results } = await (await engine).search(question || null, { filters, sort });
      first = await fetched(results, 0);
      if (mine !== turn) return;
      clear(count(results.length, question));
      found = results;
      show(first);
    } catch {
      if (mine === turn) failed();
      return;
    }
    if (question) await suggest(question, first, mine);
  };

  // ---- a typing error ----

  const WORD = /[\p{L}\p{M}]{4,}/gu; // shorter ones look like too many others
  const plain = (word) => word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // What a Dutch ear takes for the same.
  const SOUNDS = [["ch", "g"], ["ij", "ei"], ["ou", "au"], ["c", "k"], ["d", "t"], ["tt", "t"], ["v", "f"], ["z", "s"]];
  const sound = (word) => SOUNDS.reduce((heard, [one, other]) => heard.replaceAll(one, other), word);

  // Letters that are wrong, missing, too many or swapped with their neighbour (the distance of
  // Damerau and Levenshtein, in its restricted form); more than `most` counts as one above it.
  const distance = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, place) => place);
    for (let row = 1; row <= one.length; row++) {
      const now = [row];
      for (let place = 1; place <= other.length; place++) {
        const same = one[row - 1] === other[place - 1];
        now[place] = Math.min(last[place] + 1, now[place - 1] + 1, last[place - 1] + (same ? 0 : 1));
        const swapped = one[row - 1] === other[place - 2] && one[row - 2] === other[place - 1];
        if (row > 1 && place > 1 && swapped) now[place] = Math.min(now[place], before[place - 2] + 1);
      }
      if (Math.min(...now) > most) return most + 1;
      [before, last] = [last, now];
    }
    return last[other.length];
  };

  // The list is fetched once; the most used words come first in it.
  const known = async () => {
    const answer = await fetch(`${root}zoeken/woorden.txt`);
    if (!answer.ok) throw new Error(answer.status);
    return (await answer.text()).split("\n").filter(Boolean).map((word) => [plain(word), word]);
  };

  // The longest word that an unknown compound begins or ends with.
  const part = (asked, words) => {
    let longest = "";
    if (asked.length < 8) return longest;
    for (const [other, written] of words) {
      if (other.length > longest.length && (asked.startsWith(other) || asked.endsWith(other))) longest = written;
    }
    return longest;
  };

  // Also where something was found: the engine takes the beginning of an unknown word for it.
  // What stands in the first results needs no list to be known.
  const suggest = async (question, first, mine) => {
    const seen = plain(first.map(({ meta, content }) => `${meta.title} ${meta.extra ?? ""} ${content}`).join(" "));
    if ((question.match(WORD) ?? []).every((word) => seen.includes(plain(word)))) return;
    vocabulary ??= known().catch(() => []);
    const words = await vocabulary;
    if (!words.length) vocabulary = undefined; // a list that didn't come may come the next time
    const better = question.replace(WORD, (word) => {
      const asked = plain(word);
      if (seen.includes(asked) || words.some(([other]) => other.startsWith(asked))) return word;
      let most = asked.length < 7 ? 1 : 2;
      let best = word;
      for (const [other, written] of words) {
        const far = distance(asked, other, most);
        if (far <= most) [most, best] = [far - 1, written];
        if (most < 1) break;
      }
      if (best !== word) return best;
      const heard = sound(asked);
      const alike = words.find(([other]) => sound(other) === heard);
      return alike ? alike[1] : part(asked, words) || word;
    });
    if (mine !== turn || better === question) return;
    const link = element("a", "", better);
    const asked = new URLSearchParams(address());
    asked.set("q", better);
    link.href = `?${asked}`;
    hint.replaceChildren("Bedoelde je ", link, "?");
  };

  // ---- what a reader does ----

  // What is being typed is one step back together; every choice and every Enter is one more.
  const change = (types) => {
    clearTimeout(timer);
    const remember = types && typing ? "replaceState" : "pushState";
    typing = types;
    if (address() !== (location.search || location.pathname)) history[remember](null, "", address());
    search();
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => change(true), 250);
  });
  for (const choice of choices) choice.addEventListener("change", () => change(false));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change(false);
    if (!location.search) clear("Typ eerst wat je zoekt.");
  });
  more.addEventListener("click", async () => {
    const mine = turn;
    const next = list.children.length;
    const results = await fetched(found, next).catch(() => []);
    if (mine !== turn || list.children.length !== next) return;
    if (!results.length) {
      status.textContent = "De volgende resultaten komen nu niet. Probeer het straks nog eens.";
      return;
    }
    show(results);
    list.children[next].querySelector("a").focus();
  });
  addEventListener("popstate", read);
  read();
})();
