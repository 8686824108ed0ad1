// Buttons that copy something. Without JavaScript, or without a clipboard, they stay hidden.
//
//   <button type="button" class="button-quiet" data-copy="#id" hidden>Kopieer de tekst</button>
//     copies that element (a field: its value; a heading: what stands below it)
//   <button type="button" class="button-quiet" data-copy-text="ADRES" hidden>Kopieer link</button>
//     copies those words
(() => {
  "use strict";
  const DONE = "Gekopieerd";
  const FAILED = "Kopiëren lukt hier niet. Selecteer de tekst zelf.";

  // A heading stands for all that follows it, until the next heading as high or higher.
  const section = (heading) => {
    const part = document.createElement("div");
    const ends = (next) => /^H[1-6]$/.test(next.tagName) && next.tagName <= heading.tagName;
    for (let next = heading.nextElementSibling; next && !ends(next); next = next.nextElementSibling) {
      part.append(next.cloneNode(true));
    }
    return part;
  };

  // What a word processor keeps: lists and bold stay so, links lead to the site.
  const rich = (found) => {
    const part = /^H[1-6]$/.test(found.tagName) ? section(found) : found.cloneNode(true);
    part.querySelectorAll(".headerlink, button").forEach((element) => element.remove());
    part.querySelectorAll("a[href]").forEach((link) => link.setAttribute("href", link.href));
    return part;
  };

  // The same as words alone: numbers and dashes are written out.
  const plain = (part) => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll("li").forEach((item) => {
      const list = item.parentElement;
      const number = [...list.children].indexOf(item) + (list.start ?? 1);
      item.prepend(list.tagName === "OL" ? `${number}. ` : "- ");
    });
    copy.querySelectorAll("p, ul, ol, h2, h3, h4, h5, h6").forEach((block) => block.before("\n"));
    return copy.textContent.replace(/\n\s*\n+/g, "\n\n").trim();
  };

  const write = (button) => {
    if (button.dataset.copyText !== undefined) {
      return navigator.clipboard.writeText(button.dataset.copyText);
    }
    const found = document.querySelector(button.dataset.copy);
    if (found.value !== undefined) return navigator.clipboard.writeText(found.value);
    const part = rich(found);
    if (!window.ClipboardItem) return navigator.clipboard.writeText(plain(part));
    const blob = (type, text) => new Blob([text], { type });
    return navigator.clipboard.write([
      new ClipboardItem({
        "text/plain": blob("text/plain", plain(part)),
        "text/html": blob("text/html", part.outerHTML),
      }),
    ]);
  };

  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-copy], [data-copy-text]").forEach((button) => {
    // It stands there empty before anything is said: then a screen reader reads what comes in it.
    const status = document.createElement("span");
    status.className = "copy-status";
    status.setAttribute("role", "status");
    button.after(status);
    button.hidden = false;
    button.addEventListener("click", () => {
      write(button).then(
        () => (status.textContent = DONE),
        () => (status.textContent = FAILED),
      );
    });
  });
})();
