"""Articles in other languages: told of in one quiet line, and in no story."""

from __future__ import annotations

from datetime import timedelta

from newsroom.conftest import CHANNEL, Clock, Opened, put
from render.digests import digest, story

from digestbot.reading import load_model
from digestbot.render import html, jsonform, markdown, slack, terminal
from digestbot.types import Unjudged

GERMAN = (
    "Die Genossenschaft hat am Montag beschlossen, die Mühle zu kaufen. Die Mitglieder haben sich mit großer Mehrheit"
    " für den Kauf ausgesprochen, und die Bank wird einen Kredit geben, der nicht mehr als zehn Jahre läuft."
)


async def test_what_came_in_since_the_last_digest_is_named_with_its_language(opened: Opened, clock: Clock) -> None:
    async with opened() as newsroom:
        (judged,) = load_model(newsroom.room.model()).judge([("Genossenschaft kauft Mühle", GERMAN)])
        put(newsroom, "Before the last digest", judged=judged)
        clock.later(minutes=5)
        await newsroom.publishing.deliver_due()
        clock.later(hours=20)
        for number in range(7):
            put(newsroom, f"Mühle {number}", source="bote", judged=judged)
        put(newsroom, "From the archive", judged=judged, news=False)
        put(newsroom, "Football", relevant=False, topics=())
        clock.later(hours=1)
        found = await newsroom.editor.digest(CHANNEL)
    assert found.stories == ()
    assert found.unjudged_count == 7
    assert [one.title for one in found.unjudged] == [f"Mühle {number}" for number in (6, 5, 4, 3, 2)]
    assert {(one.source, one.language) for one in found.unjudged} == {("Bote", "German")}
    assert found.window_end - found.window_start == timedelta(hours=21)


def test_every_shape_has_the_line_and_links() -> None:
    others = (Unjudged("Genossenschaft kauft *Mühle*", "https://bote.example/1", "Der Bote", "German"),)
    day = digest(story(1), unjudged=others, unjudged_count=3)
    for shape in (html.page, terminal.text, markdown.text):
        shown = " ".join(shape(day).split())
        assert "🌐 3 articles in other languages were not judged" in shown
        assert "(German, Der Bote)" in shown.replace("\\", "")
        assert "https://bote.example/1" in shown
    blocks = str(slack.messages(day)[0].blocks)
    assert "🌐 3 articles in other languages were not judged" in blocks
    assert "https://bote.example/1" in blocks
    kept = jsonform.from_json(jsonform.as_json(day))
    assert (kept.unjudged, kept.unjudged_count) == (others, 3)
    one = digest(story(1), unjudged=others, unjudged_count=1)
    assert "1 article in another language was not judged" in terminal.text(one)
    for shape in (html.page, terminal.text, markdown.text):
        assert "language" not in shape(digest(story(1)))
