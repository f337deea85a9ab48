"""How fast pay is read: ratios between readings on one machine, so that they carry over to others.

.venv/bin/python benchmarks/pay.py
"""

from __future__ import annotations

import time
from collections.abc import Callable

from extractors.values.money import may_hold_money, parse_money
from extractors.values.pay import parse_pay, read_context

STRINGS = [
    ("en", "Salary: $120,000 - $150,000 per year plus equity"),
    ("en", "€40k – €53k for junior profiles to €66k – €94k for senior professionals"),
    ("de", "Berufseinsteiger verdienen zwischen 45.000 und 52.000 Euro brutto im Jahr."),
    ("fr", "Un développeur confirmé gagne en moyenne 48 000 € bruts par an."),
    ("nl", "Een salaris tussen € 3.150,- en € 6.500,- bruto per maand"),
    ("pl", "18 000 – 24 000 zł netto + VAT / mies."),
    ("es", "un sueldo de unos 30 mil euros anuales, según la experiencia"),
    ("ja", "年収500万円〜800万円"),
    ("en", "We raised €20M in our Series A round and grew to 120 people."),
    ("en", "$45/hr"),
]
PARAGRAPH = "Our guide describes how teams hire engineers, which tools they use, and what they look for in 2024. " * 8
LARGE_TEXTS = {
    "1 MB of digits and signs": "".join("0123456789.,'’ -–~€$£k%()/"[(i * i + 7 * i) % 26] for i in range(1_000_000)),
    "1 MB of digits": "7" * 1_000_000,
    "90 kB of prices": "$1 " * 30_000,
    "1 MB of prose with pay": (PARAGRAPH + "A senior earns €5,000 a month. ") * (1_000_000 // (len(PARAGRAPH) + 31)),
}


def cost(function: Callable[[], object], rounds: int) -> float:
    """Least CPU seconds of one call, of five measurements."""
    function()
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for _ in range(rounds):
            function()
        best = min(best, (time.process_time() - start) / rounds)
    return best


def main() -> None:
    """Print the figures."""
    column = read_context("Salary range (k€, gross per year)", language="en")
    pay = cost(lambda: [parse_pay(text, language=language) for language, text in STRINGS], 200) / len(STRINGS)
    money = cost(lambda: [parse_money(text, language=language) for language, text in STRINGS], 200) / len(STRINGS)
    cell = cost(lambda: parse_pay("45 - 60", language="en", context=column), 2000)
    skipped = cost(lambda: may_hold_money(PARAGRAPH), 2000)
    print(f"{'parse_pay, a string':34}{pay * 1e6:10.1f} µs {1 / pay:12,.0f} strings/s")
    print(f"{'parse_money, a string':34}{money * 1e6:10.1f} µs {money / pay:12.2f} × parse_pay")
    print(f"{'parse_pay, a cell under a header':34}{cell * 1e6:10.1f} µs {cell / pay:12.2f} × parse_pay")
    print(f"{'may_hold_money, a paragraph':34}{skipped * 1e6:10.1f} µs {skipped / pay:12.2f} × parse_pay")
    for name, text in LARGE_TEXTS.items():
        half, whole = once(text[: len(text) // 2]), once(text)
        print(f"{name:34}{whole:10.2f} s  {whole / max(half, 1e-9):12.2f} × half of it")


def once(text: str) -> float:
    """CPU seconds of reading a text."""
    start = time.process_time()
    parse_pay(text, language="en")
    return time.process_time() - start


if __name__ == "__main__":
    main()
