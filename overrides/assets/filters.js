// Filtering a list that is already in the page. Without this script the page shows everything,
// and plain links lead to the parts.
//
//   <form class="filters" data-filters="#lijst" data-one="bijeenkomst" data-many="bijeenkomsten"
//     autocomplete="off" hidden>
//     <p class="filter"><label for="f-laag">Laag</label>
//     <select id="f-laag" name="laag"><option value="">Alle lagen</option>
//       <option value="gemeente">Gemeente</option></select></p>     (as many as needed)
//     <p><button type="reset" class="button-quiet">Wis filters</button></p>
//   </form>
//   <nav data-filters-plain="#lijst">plain links</nav>              (hidden by this script)
//   <div class="filter-status" role="status" data-filters-status="#lijst"></div>
//   <div id="lijst">
//     <section data-filter-group id="deel-1">                       (section, details, li, …)
//       <li data-filter-item data-laag="gemeente provincie">…</li>  (values, with spaces between)
//     </section>
//   </div>
//   <li><a href="#deel-1" data-filter-jump>…</a></li>               (goes when its group goes)
//
// An item stays if it has the chosen value of every select. A group is hidden with the last of its
// items; groups may lie in groups; a group that is a <details> is open while there is a filter, and
// a <span data-filter-count> in its <summary> tells how many there are.
// So is a <details> around the form when the page comes with a choice in its address (?laag=…).
(() => {
  "use strict";

  const start = (form) => {
    const target = form.dataset.filters;
    const list = document.querySelector(target);
    if (!list) return;
    const status = document.querySelector(`[data-filters-status="${target}"]`);
    const selects = [...form.querySelectorAll("select[name]")];
    const items = [...list.querySelectorAll("[data-filter-item]")];
    const groups = [...list.querySelectorAll("[data-filter-group]")];
    const jumps = [...document.querySelectorAll("a[data-filter-jump]")];
    const folded = groups.filter((group) => group.matches("details:not([open])"));
    let filtered = false;

    const count = (number) => `${number} ${number === 1 ? form.dataset.one : form.dataset.many}`;
    const found = (number) =>
      number ? `${count(number)} gevonden.` : `Geen ${form.dataset.many} gevonden. Haal een filter weg.`;

    const apply = () => {
      const chosen = selects.filter((select) => select.value);
      let shown = 0;
      for (const item of items) {
        item.hidden = !chosen.every(({ name, value }) =>
          (item.getAttribute(`data-${name}`) ?? "").split(" ").includes(value),
        );
        if (!item.hidden) shown += 1;
      }
      for (const group of groups) {
        const left = group.querySelectorAll("[data-filter-item]:not([hidden])").length;
        const counted = group.querySelector(":scope > summary [data-filter-count]");
        if (counted) counted.textContent = count(left);
        group.hidden = !left;
      }
      for (const jump of jumps) {
        const group = document.getElementById(jump.hash.slice(1));
        (jump.closest("li") ?? jump).hidden = group?.hidden ?? false;
      }
      if (filtered !== chosen.length > 0) {
        filtered = chosen.length > 0;
        for (const group of folded) group.open = filtered;
      }
      if (status) status.textContent = filtered ? found(shown) : "";
    };

    const address = () => {
      const query = new URLSearchParams();
      for (const { name, value } of selects) if (value) query.set(name, value);
      return query.size ? `?${query}` : location.pathname;
    };

    const changed = () => {
      history.replaceState(null, "", address());
      apply();
    };

    const asked = new URLSearchParams(location.search);
    for (const select of selects) {
      const value = asked.get(select.name);
      if ([...select.options].some((option) => option.value === value)) select.value = value;
    }
    form.addEventListener("change", changed);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      for (const select of selects) select.value = "";
      changed();
    });
    form.hidden = false;
    const plain = document.querySelector(`[data-filters-plain="${target}"]`);
    if (plain) plain.hidden = true;
    apply();
    if (filtered) form.closest("details")?.setAttribute("open", "");
  };

  document.querySelectorAll("form[data-filters]").forEach(start);
})();
