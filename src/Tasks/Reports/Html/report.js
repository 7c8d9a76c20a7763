"use strict";
const search = document.querySelector("#search");
const boxes = [...document.querySelectorAll("input[name=severity]")];
const count = document.querySelector("#count");
const findings = [...document.querySelectorAll("article")].map(element => ({ element, text: element.textContent.toLowerCase() }));

// The heading of each file with everything up to the next heading: its findings, its images, its text.
const files = [...document.querySelectorAll("h3")].map(heading => {
  const parts = [heading];
  for (let next = heading.nextElementSibling; next && !/^H[1-3]$/.test(next.tagName); next = next.nextElementSibling) parts.push(next);
  return { parts, findings: parts.filter(part => part.tagName === "ARTICLE") };
}).filter(file => file.findings.length > 0);

function apply() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = new Set(boxes.filter(box => box.checked).map(box => box.value));
  let visible = 0;
  for (const { element, text } of findings) {
    const isShown = shown.has(element.className) && words.every(word => text.includes(word));
    element.hidden = !isShown;
    if (isShown) visible++;
  }
  for (const { parts, findings: own } of files) {
    const isShown = own.some(finding => !finding.hidden);
    for (const part of parts) if (part.tagName !== "ARTICLE") part.hidden = !isShown;
  }
  count.textContent = visible === findings.length ? `${visible} findings` : `${visible} of ${findings.length} findings`;
}

search.addEventListener("input", apply);
for (const box of boxes) box.addEventListener("change", apply);
document.querySelector("form").addEventListener("submit", event => event.preventDefault());
document.addEventListener("keydown", event => {
  if (event.key === "/" && document.activeElement !== search && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
  } else if (event.key === "Escape" && document.activeElement === search) {
    search.value = "";
    apply();
  }
});
apply();
