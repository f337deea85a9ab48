"""`guidepost explain`: how a page's values were read, what they were chosen from, and how pay is read from a text."""

from __future__ import annotations

import re
from typing import Annotated, Any

import msgspec
import typer
from typer.core import TyperGroup

from extractors.errors import UsageError
from extractors.records import Pay
from extractors.values.money.lexicon import knows_language
from extractors.values.pay import explain_pay, parse_pay
from guidepost.commands._output import AsJson, complain, console, print_json, print_table


class _PageByDefault(TyperGroup):
    """A group whose first word, where it names no command, is the page of `explain page`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command and its arguments, as click asks for them."""
        return super().resolve_command(ctx, args if args and args[0] in self.commands else ["page", *args])

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Options before the page (`explain --field date page.html`) are the page's, too."""
        known = {"--help", "-h", *self.commands}
        return super().parse_args(ctx, args if not args or args[0] in known else ["page", *args])


app = typer.Typer(cls=_PageByDefault, no_args_is_help=True)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


@app.callback()
def _group() -> None:
    """Show how a value was read: `guidepost explain FILE`, or `guidepost explain pay TEXT`.

    Examples: guidepost explain page.html --field date
              guidepost explain pay "€40k – €53k for junior profiles"
    """


@app.command()
def page(
    source: Annotated[str, typer.Argument(help="An .html or .html.gz file, - for standard input, or an address.")],
    field: Annotated[
        list[str] | None, typer.Option("--field", "-f", help="kind, title, author, date, section or pay; all if none.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="The address that a saved page came from.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what a page's values were chosen from, with what spoke for each; what was chosen is marked.

    The rows stand in the order in which the reader believes them, with the score where it goes by points. `page` may
    be left out.

    Examples: guidepost explain page.html
              guidepost explain page.html --field author --field date --json
    """
    from extractors.explain import FIELDS, explain_page
    from guidepost.commands._explained import print_explained
    from guidepost.commands.extract import page_from

    for name in field or ():
        if name not in FIELDS:
            raise UsageError(f"--field: there is no {name!r} to explain; there are {', '.join(FIELDS)}")
    found = explain_page(page_from(source, url), field or FIELDS)
    if as_json:
        print_json(found)
    else:
        print_explained(found, console(width=160))


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
    from extractors.gazetteer.cities import country_codes

    if language is not None and not _LANGUAGE.fullmatch(language):
        raise UsageError(f"--language: {language!r} is no BCP 47 code, such as nl or en-GB")
    if country is not None and country.upper() not in country_codes():
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
