"use strict";
// What the page can do beyond being read: a filter, keys, and choices that are
// kept. Nothing is loaded or sent, and no text is ever taken for markup.
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const filter = $("filter"), found = $("found"), nothing = $("nothing"), help = $("help");
  const objects = all("details.object");
  const stacks = all("section.stack");
  const leaves = new Map(all("[data-object]").map((li) => [li.dataset.object, li]));
  const isShown = (element) => element.checkVisibility();

  for (const element of all(".scripted")) element.hidden = false;

  // Choices are kept where the browser lets a file keep them.
  const remembered = ["view", "theme"];
  const keep = (name, value) => { try { localStorage.setItem("review-" + name, value); } catch { /* not kept */ } };
  const kept = (name) => { try { return localStorage.getItem("review-" + name); } catch { return null; } };
  const choices = (name) => all(`input[name="${name}"]`);
  for (const name of remembered) {
    const choice = choices(name).find((input) => input.id === kept(name));
    if (choice) choice.checked = true;
    for (const input of choices(name)) input.addEventListener("change", () => keep(name, input.id));
  }
  const letters = $("letters");
  letters.checked = kept("letters") !== "off";
  letters.addEventListener("change", () => keep("letters", letters.checked ? "on" : "off"));
  const cycle = (name) => {
    const inputs = choices(name), next = inputs[(inputs.findIndex((input) => input.checked) + 1) % inputs.length];
    next.checked = true;
    keep(name, next.id);
  };

  // The filter: an object matches when it has all the words, in its stack,
  // its names, its fields or its values.
  let texts = null;
  const textOf = (object) => {
    texts ??= new Map(objects.map((o) => [o, (o.closest(".stack").querySelector("h2").textContent + " " + o.closest(".place").firstElementChild.textContent + " " + o.textContent).toLowerCase()]));
    return texts.get(object);
  };
  const apply = () => {
    const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const object of objects) {
      const hidden = wanted.length > 0 && !wanted.every((word) => textOf(object).includes(word));
      object.hidden = hidden;
      leaves.get(object.id).hidden = hidden;
    }
    const isNarrow = wanted.length > 0 || all(".shows input").some((input) => input.checked !== input.defaultChecked);
    const visible = new Set(objects.filter(passes));
    for (const stack of stacks) narrow(stack, visible, wanted, isNarrow);
    const open = all(".tree > li").filter((li) => !li.hidden && isNarrow && wanted.length > 0 && visible.size <= 40);
    for (const li of open) for (const details of all("details", li)) details.open = true;
    nothing.hidden = !isNarrow || stacks.some((stack) => !stack.hidden);
    found.textContent = isNarrow ? `${visible.size} of ${objects.length} objects` : "";
  };
  const passes = (object) => {
    if (object.hidden) return false;
    if ($("only-risky").checked && !object.classList.contains("is-risky")) return false;
    return ["added", "changed", "renamed", "removed"].every((action) => $("show-" + action).checked || !object.classList.contains("is-" + action));
  };
  // A stack is shown if any of its objects is, or if it is itself what is looked for.
  const narrow = (stack, visible, wanted, isNarrow) => {
    const isAlarming = stack.classList.contains("is-alarming");
    const says = all(":scope > h2, :scope > .note", stack).map((e) => e.textContent).join(" ").toLowerCase();
    const isMeant = (wanted.length > 0 || isAlarming) && wanted.every((word) => says.includes(word));
    const hidden = isNarrow && !isMeant && !all("details.object", stack).some((object) => visible.has(object));
    stack.hidden = hidden;
    for (const element of all(`[data-stack="${stack.id}"]`)) element.hidden = hidden;
    for (const place of all("section.place", stack)) place.hidden = !all("details.object", place).some((object) => visible.has(object));
    for (const place of all(`.tree > li[data-stack="${stack.id}"] > details > ul > li`)) place.hidden = !all("[data-object]", place).some((li) => visible.has($(li.dataset.object)));
  };
  const showAll = () => {
    filter.value = "";
    for (const input of all(".shows input")) input.checked = input.defaultChecked;
    apply();
  };
  let timer = 0;
  filter.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(apply, 60); });
  for (const input of all(".shows input")) input.addEventListener("change", apply);

  // Going to a part of the page opens it.
  const reveal = (element) => {
    for (let parent = element; parent; parent = parent.parentElement) if (parent.tagName === "DETAILS") parent.open = true;
  };
  const go = (element) => {
    reveal(element);
    const target = element.querySelector("summary, h2") ?? element;
    target.focus({ preventScroll: true });
    element.scrollIntoView({ block: "start" });
  };
  const goToHash = () => {
    const target = $(location.hash.slice(1));
    if (!target || !main.contains(target)) return;
    if (target.closest("[hidden]") || !isShown(target)) showAll();
    go(target);
  };
  const main = $("main");
  addEventListener("hashchange", goToHash);
  apply(); // a browser may have kept the filter over a reload
  goToHash();

  const step = (elements, by) => {
    const shown = elements.filter((element) => !element.closest("[hidden]") && isShown(element));
    if (shown.length === 0) return;
    const here = document.activeElement;
    const current = shown.findIndex((element) => element.contains(here));
    if (current >= 0) { go(shown[(current + by + shown.length) % shown.length]); return; }
    const after = shown.findIndex((element) => here.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING && main.contains(here));
    go(by > 0 ? shown[Math.max(after, 0)] : shown[(after < 0 ? shown.length : after) - 1] ?? shown.at(-1));
  };
  const setAll = (open) => { for (const object of objects) if (!object.closest("[hidden]")) object.open = open; };
  const toggle = () => {
    const object = document.activeElement?.closest("details.object");
    if (object) object.open = !object.open;
  };
  const keys = {
    j: () => step(objects, 1), k: () => step(objects, -1),
    n: () => step(objects.filter((o) => o.classList.contains("is-risky")), 1), p: () => step(objects.filter((o) => o.classList.contains("is-risky")), -1),
    "]": () => step(stacks, 1), "[": () => step(stacks, -1),
    o: toggle, e: () => setAll(true), c: () => setAll(false),
    "/": () => { filter.focus(); filter.select(); },
    s: () => cycle("view"), d: () => cycle("theme"),
    "?": () => help.showModal(),
  };
  addEventListener("keydown", (event) => {
    const isBracket = event.key === "[" || event.key === "]"; // which many keyboards have on AltGr
    if ((event.ctrlKey || event.metaKey || event.altKey) && !isBracket || help.open) return;
    if (event.key === "Escape" && (event.target === filter || filter.value)) { filter.value = ""; apply(); filter.blur(); return; }
    if (event.target === filter) { if (event.key === "Enter") { apply(); step(objects, 1); event.preventDefault(); } return; }
    if (inTree(event)) { event.preventDefault(); return; }
    const action = letters.checked || event.key === "?" ? keys[event.key] : undefined;
    if (action) { event.preventDefault(); action(); }
  });
  $("keys").addEventListener("click", () => help.showModal());

  // Arrow keys in the tree.
  const inTree = (event) => {
    const tree = event.target.closest?.(".tree");
    if (!tree) return false;
    const stack = event.target.closest(".tree > li"), details = stack?.querySelector("details");
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      if (!details) return false;
      details.open = event.key === "ArrowRight";
      if (!details.open) stack.querySelector("a").focus();
      return true;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return false;
    const links = all("a", tree).filter((link) => link.checkVisibility());
    const next = links.indexOf(event.target.tagName === "SUMMARY" ? stack.querySelector("a") : event.target) + (event.key === "ArrowDown" ? 1 : -1);
    links[next]?.focus();
    return true;
  };

  // Print everything that the filter leaves.
  let closed = [];
  addEventListener("beforeprint", () => { closed = all("details:not([open])", main); for (const details of closed) details.open = true; });
  addEventListener("afterprint", () => { for (const details of closed) details.open = false; });
})();
