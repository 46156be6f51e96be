/* The calculators of rates and standards: computes as generator/views/calculation.py, exactly and in whole fen.
   tests/vectors/standards.json tests both. */
(() => {
  "use strict";
  /* A decimal text as a fraction of whole numbers: "0.25" is [25n, 100n]. */
  const fraction = (text) => {
    const [whole, rest = ""] = text.split(".");
    return [BigInt(whole + rest), 10n ** BigInt(rest.length)];
  };
  /* A fraction of yuan in fen, rounded half up. */
  const fen = (above, below) => (200n * above + below) / (2n * below);
  const text = (value) => `${value / 100n}.${String(value % 100n).padStart(2, "0")}`;

  const calculate = ({ amount, value, divisor = 1, vat = "", months = 12, percent = "0", at_most = null }) => {
    const [a, b] = fraction(amount);
    const [v, w] = fraction(vat || "0");
    const [r, s] = fraction(value);
    const [p, q] = fraction(percent);
    const base = fen(a * 100n * w, b * (100n * w + v));
    const tax = fen(base * r * BigInt(months), 100n * s * BigInt(divisor) * 12n);
    let reduced = fen(tax * p, 100n * q * 100n);
    if (at_most !== null && reduced > BigInt(at_most) * 100n) reduced = BigInt(at_most) * 100n;
    return { base: text(base), tax: text(tax), reduced: text(reduced), due: text(tax - reduced) };
  };
  window.zwgkStandards = { calculate };

  const NUMBER = /^(?:0|[1-9][0-9]{0,12})(?:\.[0-9]{1,6})?$/;
  for (const form of document.querySelectorAll("[data-zwgk-calculator]")) {
    const field = (name) => form.elements[name];
    const out = form.querySelector("output");
    const show = () => {
      const amount = field("amount").value.trim().replace(/[,，]/g, "");
      if (!amount) { out.textContent = ""; return; }
      if (!NUMBER.test(amount)) { out.textContent = "请填一个数，如 200000。"; return; }
      const rate = field("grade").selectedOptions[0].dataset;
      const chosen = field("reduction") && field("reduction").value ? field("reduction").selectedOptions[0].dataset : {};
      const { base, tax, reduced, due } = calculate({
        amount,
        value: rate.value,
        divisor: Number(form.dataset.divisor),
        vat: field("vat") && field("vat").checked ? field("vat").value : "",
        months: field("months") ? Number(field("months").value) : 12,
        percent: chosen.percent || "0",
        at_most: chosen.most ? Number(chosen.most) : null,
      });
      const steps = base === text(fen(...fraction(amount))) ? [] : [`不含增值税 ${base} 元`];
      steps.push(`按 ${rate.shown} 算出 ${tax} 元`);
      if (reduced !== "0.00") steps.push(`减 ${reduced} 元`);
      out.textContent = `要缴 ${due} 元（${steps.join("，")}）。`;
    };
    form.addEventListener("input", show);
    form.addEventListener("change", show);
    form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
    form.hidden = false;
    show();
  }
})();
