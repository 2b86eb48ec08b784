// What the pages do besides: suggestions while typing, and filters that close again.
// Without it every page works the same, with one more key press here and there.

"use strict";

const PAUSE = 60; // milliseconds without a key before suggestions are asked for

for (const field of document.querySelectorAll("[data-suggest]")) combobox(field);

for (const group of document.querySelectorAll(".filters")) {
  const close = (but) => {
    for (const open of group.querySelectorAll("details[open]")) if (open !== but) open.open = false;
  };
  group.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && group.querySelector("details[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => close(event.target.closest(".filters details")));
}

// What is wider than its place says so, and a chart begins where today is.
for (const area of document.querySelectorAll(".scrolls")) {
  const cue = area.previousElementSibling?.matches(".rolls") ? area.previousElementSibling : null;
  const tell = () => cue && (cue.hidden = area.scrollWidth <= area.clientWidth + 1);
  tell();
  new ResizeObserver(tell).observe(area);
  const first = area.querySelector(".coming");
  if (first) area.scrollLeft += first.getBoundingClientRect().left - area.getBoundingClientRect().left - 8;
}

// The ARIA pattern "editable combobox with list autocomplete": the focus stays in the box.
function combobox(field) {
  const input = field.querySelector("input");
  const list = field.appendChild(document.createElement("ul"));
  const said = field.appendChild(document.createElement("div"));
  let shown = [];
  let active = -1;
  let typed = input.value;
  let timer = 0;
  let asked = null;

  list.id = `${input.id}-forslag`;
  list.className = "options";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  list.hidden = true;
  said.className = "unseen";
  said.setAttribute("role", "status");
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  })) input.setAttribute(name, value);

  function show(names) {
    shown = names;
    active = -1;
    list.replaceChildren(
      ...names.map((name, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = name;
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => take(name));
        return option;
      }),
    );
    list.hidden = names.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  }

  function point(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[index];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
      input.value = shown[index];
    } else {
      input.removeAttribute("aria-activedescendant");
      input.value = typed;
    }
  }

  function take(name) {
    input.value = name;
    show([]);
    input.form.requestSubmit();
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const text = typed.trim();
    if (text.length < 2) return show([]);
    try {
      const found = await fetch(`/v1/suggest?${new URLSearchParams({ q: text })}`, { signal: asked.signal });
      if (!found.ok) return show([]);
      const { suggestions } = await found.json();
      if (document.activeElement !== input || input.value !== typed) return;
      show(suggestions);
      said.textContent = suggestions.length
        ? field.dataset.count.replace("{n}", suggestions.length)
        : field.dataset.none;
    } catch (error) {
      if (error.name !== "AbortError") show([]);
    }
  }

  input.addEventListener("input", () => {
    typed = input.value;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", () => show([]));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = !list.hidden;
    if (event.key === "ArrowDown" && !open) ask();
    else if (event.key === "ArrowDown") point(active + 1 < shown.length ? active + 1 : -1);
    else if (event.key === "ArrowUp" && open) point(active < 0 ? shown.length - 1 : active - 1);
    else if (event.key === "Escape" && open) {
      point(-1);
      show([]);
    } else return;
    event.preventDefault();
  });
}
