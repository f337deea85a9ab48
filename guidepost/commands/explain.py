"""`guidepost explain`: how a value was read, step by step."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from extractors.records import Pay
from extractors.values.pay import explain_pay, parse_pay

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Show how a value was read."""


@app.command()
def pay(
    text: Annotated[str, typer.Argument(help="The words, such as '€40k – €53k for junior profiles'.")],
    language: Annotated[str | None, typer.Option("--language", "-l", help="BCP 47, such as nl.")] = None,
    country: Annotated[str | None, typer.Option("--country", "-c", help="ISO 3166-1, such as BE.")] = None,
    context: Annotated[str | None, typer.Option(help="What stands around it, such as a column's header.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print steps and results as one JSON object.")] = False,
) -> None:
    """Show how pay is read from a text, and what was turned down.

    Example: guidepost explain pay "3.500 - 5.000" -l nl --context "Bruto maandsalaris (€)"
    """
    steps = explain_pay(text, language=language, country=country, context=context)
    found = parse_pay(text, language=language, country=country, context=context)
    if as_json:
        encoder = msgspec.json.Encoder(decimal_format="number")
        typer.echo(msgspec.json.format(encoder.encode({"steps": steps, "pay": found})).decode())
        return
    console = Console()
    table = Table("step", "words", "decision", "why", box=None, pad_edge=False)
    for step in steps:
        table.add_row(step.name, step.text, step.decision, step.why)
    console.print(table)
    console.print()
    if not found:
        console.print("No pay was read.")
    for number, one in enumerate(found, 1):
        console.print(f"{number}. {described(one)}", highlight=False)


def described(one: Pay) -> str:
    """Pay in one line: what is known of it, and what was inferred."""
    fields: dict[str, Any] = msgspec.structs.asdict(one)
    low, high = fields.pop("min_value"), fields.pop("max_value")
    amount = (
        f"{low:,}" if low == high else f"{'…' if low is None else f'{low:,}'} – {'…' if high is None else f'{high:,}'}"
    )
    known = [amount, str(fields.pop("currency") or "currency not stated")]
    for name in ("raw", "start", "inferred"):
        fields.pop(name)
    known += [f"{name}={value}" for name, value in fields.items() if value not in (None, False, ())]
    if one.inferred:
        known.append(f"inferred: {', '.join(one.inferred)}")
    return "  ".join(known)
