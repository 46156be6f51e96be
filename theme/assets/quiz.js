/* The self-test: marks an answer as soon as it is chosen, opens the proof, and counts. Nothing is sent or stored. */
(() => {
  "use strict";
  const form = document.querySelector("[data-zwgk-quiz]");
  const score = document.querySelector("[data-zwgk-score]");
  if (!form || !score) return;
  const fields = [...form.querySelectorAll("fieldset")];
  form.reset();

  const count = () => {
    const answered = fields.filter((field) => field.dataset.result);
    const right = answered.filter((field) => field.dataset.result === "right").length;
    const rest = fields.length - answered.length;
    score.textContent = rest ? `答了 ${answered.length} 题，对 ${right} 题，还有 ${rest} 题` : `答完了，${fields.length} 题对 ${right} 题`;
  };

  form.addEventListener("change", (event) => {
    const field = event.target.closest("fieldset");
    if (!field || field.dataset.result) return;
    const right = event.target.value === field.dataset.right;
    field.dataset.result = right ? "right" : "wrong";
    for (const input of field.querySelectorAll("input")) input.disabled = true;
    const told = document.createElement("strong");
    told.className = right ? "zwgk-quiz__right" : "zwgk-quiz__wrong";
    told.textContent = right ? "对。" : `不对，应当选 ${field.dataset.right}。`;
    field.querySelector("details p").prepend(told);
    field.querySelector("details").open = true;
    count();
  });
})();
