"""Dates in many languages, calendars and zones as lines under a title, and the language that a page is in."""

from __future__ import annotations

import pytest

from extractors import extract
from extractors.values.calendars import from_jalali

PROSE = (
    "The harbour is quiet at night, and the cranes stand still. Nobody walks there before the first ferry, but the men "
    "who repair the nets are up at four, and the coffee of the kiosk is the best in town."
)


def page(line: str, language: str = "en", text: str = PROSE) -> bytes:
    return f"""<html lang="{language}"><head><title>Nets and cranes</title><meta charset="utf-8"></head><body><article>
        <h1>Nets and cranes</h1><p class="d">{line}</p><div class="copy">{f"<p>{text}</p>" * 3}</div></article>
        </body></html>""".encode()


@pytest.mark.parametrize(
    ("language", "line", "published"),
    [
        ("th", "15 มีนาคม 2567", "2024-03-15"),
        ("th", "15 มี.ค. 2567", "2024-03-15"),
        ("th", "15 มีนาคม 2024", "2024-03-15"),
        ("fa", "۱۴ خرداد ۱۴۰۲ - ۱۰:۲۵", "2023-06-04T10:25"),
        ("fa", "یکشنبه 14 خرداد 1402", "2023-06-04"),
        ("ar", "٢٤ حزيران ٢٠٢٣", "2023-06-24"),
        ("ar", "24 حزيران/يونيو 2023", "2023-06-24"),
        ("ar", "5 كانون الثاني 2023", "2023-01-05"),
        ("ar", "12 تشرين الأول 2022", "2022-10-12"),
        ("ar", "السبت 3 كانون الأول 2022", "2022-12-03"),
        ("vi", "15 tháng 3, 2024", "2024-03-15"),
        ("vi", "Thứ Sáu, ngày 15 tháng 3 năm 2024", "2024-03-15"),
        ("vi", "15/03/2024, 08:30", "2024-03-15T08:30"),
        ("hi", "15 मार्च 2024", "2024-03-15"),
        ("hi", "१५ मार्च २०२४", "2024-03-15"),
        ("bn", "১৫ মার্চ ২০২৪", "2024-03-15"),
        ("bn", "15 ফেব্রুয়ারি 2024", "2024-02-15"),
        ("ur", "15 مارچ 2024", "2024-03-15"),
        ("ur", "۱۵ جنوری ۲۰۲۴", "2024-01-15"),
        ("lt", "2024 m. kovo 15 d.", "2024-03-15"),
        ("lt", "2024-03-15 10:25", "2024-03-15T10:25"),
        ("lv", "2024. gada 15. marts", "2024-03-15"),
        ("lv", "15. martā, 2024", "2024-03-15"),
        ("ka", "15 მარტი, 2024", "2024-03-15"),
        ("hy", "15 մարտի, 2024", "2024-03-15"),
        ("hy", "Մարտի 15, 2024", "2024-03-15"),
        ("mk", "15 март 2024", "2024-03-15"),
        ("be", "15 сакавіка 2024", "2024-03-15"),
        ("kk", "15 наурыз 2024", "2024-03-15"),
        ("kk", "2024 жылғы 15 наурыз", "2024-03-15"),
        ("az", "15 mart 2024", "2024-03-15"),
        ("sq", "15 mars 2024", "2024-03-15"),
        ("sw", "15 Machi 2024", "2024-03-15"),
        ("ms", "15 Mac 2024", "2024-03-15"),
        ("fil", "Marso 15, 2024", "2024-03-15"),
        ("is", "15. mars 2024", "2024-03-15"),
        ("cy", "15 Mawrth 2024", "2024-03-15"),
        ("eu", "2024ko martxoaren 15a", "2024-03-15"),
        ("gl", "15 de marzo de 2024", "2024-03-15"),
        ("af", "15 Maart 2024", "2024-03-15"),
        ("ta", "15 மார்ச் 2024", "2024-03-15"),
        ("mr", "15 मार्च 2024", "2024-03-15"),
        ("ne", "15 मार्च 2024", "2024-03-15"),
        ("bs", "15. mart 2024.", "2024-03-15"),
        ("sr", "15. mart 2024.", "2024-03-15"),
        ("en", "4 May 2024 at 17:42 UTC", "2024-05-04T17:42+00:00"),
        ("en", "Published 4 May 2024, 5:42 pm GMT", "2024-05-04T17:42+00:00"),
        ("en", "4 May 2024 17:42 EST", "2024-05-04T17:42-05:00"),
        ("en", "17:22 AEST, 12 July 2021", "2021-07-12T17:22+10:00"),
        ("en", "12 July 2021 5.30pm", "2021-07-12T17:30"),
        ("ja", "2024年5月4日 10時25分", "2024-05-04T10:25"),
        ("ja", "2024年5月4日（土）10:25", "2024-05-04T10:25"),
        ("zh", "2024年5月4日 10:25", "2024-05-04T10:25"),
        ("ko", "2024년 5월 4일 오후 3시 25분", "2024-05-04T15:25"),
        ("ko", "2020. 12. 07. 19:02", "2020-12-07T19:02"),
        ("ko", "입력 2020.12.07. 오후 7:02", "2020-12-07T19:02"),
        ("pl", "4 maja 2024, godz. 14:05", "2024-05-04T14:05"),
        ("pl", "Opublikowano: 4 maja 2024 r., 14:05", "2024-05-04T14:05"),
        ("de", "4. Mai 2024, 14:05 Uhr", "2024-05-04T14:05"),
        ("fr", "4 mai 2024 à 14h05", "2024-05-04T14:05"),
        ("es", "4 de mayo de 2024 a las 14:05 h", "2024-05-04T14:05"),
        ("da", "4. maj 2024 kl. 14.05", "2024-05-04T14:05"),
        ("en", "14:05, 4 May 2024", "2024-05-04T14:05"),
        ("en", "Mar 6, 2024 2:05 PM", "2024-03-06T14:05"),
        ("en", "Posted 2:05 PM, March 6, 2024", "2024-03-06T14:05"),
        ("en", "4 May 2024 17:42 +02:00", "2024-05-04T17:42+02:00"),
        ("en", '<time datetime="2014-11-09">09/11/2014</time>', "2014-11-09"),
        ("en", '<time datetime="2014-11-10T08:30:00Z">10/11/2014</time>', "2014-11-10T08:30:00+00:00"),
        (
            "en",
            "Updated <time datetime='2014-11-12'>12 Nov 2014</time>, published "
            "<time datetime='2014-11-10'>10 Nov 2014</time>",
            "2014-11-10",
        ),
        ("en", "February 2004", "2004-02"),
        ("pt", "Publicado a 4 de maio de 2024", "2024-05-04"),
    ],
)
def test_published(language: str, line: str, published: str) -> None:
    assert extract(page(line, language)).date_published == published


@pytest.mark.parametrize(
    ("language", "line", "modified"),
    [
        ("en", "Published 4 May 2024. Last refreshed 6 May 2024", "2024-05-06"),
        ("pt", "Revisto a 6 de maio de 2024", "2024-05-06"),
        ("it", "Ultima modifica: 6 maggio 2024", "2024-05-06"),
        ("nl", "Laatst nagekeken op 6 mei 2024", "2024-05-06"),
        (
            "en",
            '<time datetime="2024-05-04">4 May</time> Updated <time datetime="2024-05-06">6 May 2024</time>',
            "2024-05-06",
        ),
        (
            "en",
            'Published <time datetime="2024-05-04">4 May 2024</time> '
            '| Updated <time datetime="2024-05-06">6 May 2024</time>',
            "2024-05-06",
        ),
        ("ko", "입력 2020.12.07 19:02 수정 2020.12.08 19:40", "2020-12-08T19:40"),
        ("fr", "Dernière mise à jour le 6 mai 2024", "2024-05-06"),
        ("es", "Revisado el 6 de mayo de 2024", "2024-05-06"),
        ("pl", "Ostatnia aktualizacja: 6 maja 2024", "2024-05-06"),
        ("en", "Last checked: 6 May 2024", "2024-05-06"),
        ("sv", "Senast uppdaterad 6 maj 2024", "2024-05-06"),
        ("cs", "Aktualizováno 6. května 2024", "2024-05-06"),
    ],
)
def test_modified(language: str, line: str, modified: str) -> None:
    assert extract(page(line, language)).date_modified == modified


def test_other_dates_of_the_page_tell_how_it_writes_them() -> None:
    assert extract(page("Posted 05/03/2024")).date_published == "2024-05-03"
    seen = PROSE + " It was seen on 25/03/2024 by the crew of the ferry."
    assert extract(page("Posted 05/03/2024", text=seen)).date_published == "2024-03-05"


@pytest.mark.parametrize(
    ("year", "month", "day", "wanted"),
    [
        (1402, 3, 14, "2023-06-04"),
        (1403, 12, 30, "2025-03-20"),  # the last day of a leap year
        (1402, 12, 30, None),
        (1399, 12, 30, "2021-03-20"),
        (1400, 1, 1, "2021-03-21"),
        (1402, 13, 1, None),
        (1300, 1, 1, None),
    ],
)
def test_the_solar_calendar_of_iran(year: int, month: int, day: int, wanted: str | None) -> None:
    found = from_jalali(year, month, day)
    assert (found.isoformat() if found else None) == wanted


TEXTS = {
    "bg": "Когато един стар радиоапарат замълчи, причината почти винаги е в кондензаторите. Сменям ги един "
    "по един и след това го пускам за час. Лампите издържат повече, отколкото хората си мислят.",
    "sr": "Кад стари радио утихне, узрок је скоро увек у кондензаторима. Мењам их један "
    "по један, а онда га пуштам сат времена. Људи мисле да лампе не трају.",
    "mk": "Кога стариот радиоапарат ќе замолкне, причината е речиси секогаш во "
    "кондензаторите. Ги менувам еден по еден и потоа го пуштам еден час.",
    "ru": "Когда старый радиоприёмник замолкает, причина почти всегда в конденсаторах. Я "
    "меняю их один за другим, а потом включаю его на час. Эти лампы служат дольше.",
    "uk": "Коли старий радіоприймач замовкає, причина майже завжди в конденсаторах. "
    "Я міняю їх один за одним, а потім вмикаю його на годину.",
    "be": "Калі стары радыёпрыёмнік змаўкае, прычына амаль заўсёды ў кандэнсатарах. "
    "Я мяняю іх адзін за адным, а потым уключаю яго на гадзіну.",
    "kk": "Ескі радио үнсіз қалса, себебі әрқашан конденсаторларда болады. Мен "
    "оларды бір-бірден ауыстырамын, содан кейін бір сағатқа қосамын.",
    "ar": "عندما يصمت مذياع قديم يكون السبب دائما في المكثفات. أغيرها واحدا تلو الآخر ثم أشغله لمدة ساعة.",
    "fa": "وقتی یک رادیوی قدیمی خاموش می\u200cشود، علت تقریباً همیشه در خازن\u200cهاست. آن\u200cها "
    "را یکی یکی عوض می\u200cکنم و چند ساعت روشن می\u200cگذارم. گرچه پیر است.",
    "ur": "جب کوئی پرانا ریڈیو خاموش ہو جاتا ہے تو وجہ تقریباً ہمیشہ "
    "کپیسیٹرز میں ہوتی ہے۔ میں انہیں ایک ایک کر کے بدلتا ہوں۔",
    "hi": "जब कोई पुराना रेडियो चुप हो जाता है तो कारण लगभग हमेशा संधारित्र में होता है। मैं उन्हें एक एक करके बदलता हूँ।",
    "ne": "पुरानो रेडियो चुप हुँदा कारण प्रायः सधैं संधारित्रमा हुन्छ। म तिनीहरूलाई एक एक गरी फेर्छु।",
    "af": "Wanneer 'n ou radio stil raak, is die oorsaak amper altyd in die kondensators. "
    "Ek vervang hulle een vir een en laat hom dan vir 'n uur aan.",
    "nl": "Wanneer een oude radio stilvalt, ligt de oorzaak bijna altijd in de condensatoren. "
    "Ik vervang ze een voor een en laat hem dan een uur aan staan.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_declared_language_stands_among_those_of_its_script(language: str) -> None:
    assert extract(page("", language, TEXTS[language] * 2)).language == language


@pytest.mark.parametrize("language", ["bg", "sr", "be", "uk", "kk", "fa", "ur", "ru", "nl"])
def test_letters_and_words_tell_where_a_template_declares_english(language: str) -> None:
    assert extract(page("", "en", TEXTS[language] * 2)).language == language
